"""`loyalty ledger import`, `undo` and `imports`, as a merchant calls them."""

import json
import pathlib

import pytest

from tests.running import Place


@pytest.fixture
def file(synced: Place) -> pathlib.Path:
    path = synced.folder / "old.csv"
    path.write_text("member;points;reason\n1;120;from Smile\nmain:4711;30;\n")
    return path


def available(place: Place, who: str = "1") -> int:
    shown: int = json.loads(place.command("member", "show", who, "--json").out)["available"]
    return shown


def test_a_file_is_tried_imported_listed_and_undone(synced: Place, file: pathlib.Path) -> None:
    before = available(synced)

    tried = synced.command("ledger", "import", str(file), "--dry-run")
    assert tried.status == 0
    assert "2 rows: 2 members, 1 of them new, would get 150 points in all" in tried.out
    assert available(synced) == before

    made = json.loads(synced.command("ledger", "import", str(file), "--store", "main", "--json").out)
    assert (made["rows"], made["members"], made["new_members"], made["points"]) == (2, 2, 1, 150)
    assert (available(synced), available(synced, "main:4711")) == (before + 120, 30)
    again = synced.command("ledger", "import", str(file))
    assert (again.status, again.err.count("\n")) == (6, 1)
    assert "already imported on" in again.err

    undone = synced.command("ledger", "undo", made["batch"])
    assert undone.out == f"import {made['batch']} is undone: 150 points of 2 rows were taken back\n"
    assert available(synced) == before
    (listed,) = json.loads(synced.command("ledger", "imports", "--json").out)
    assert (listed["id"], listed["rows"], listed["points"]) == (made["batch"], 2, 150)
    assert listed["undone_at"]
    assert made["batch"] in synced.command("ledger", "imports").out
    assert synced.command("ledger", "verify").status == 0


def test_every_bad_row_is_told_and_nothing_is_given(synced: Place, file: pathlib.Path) -> None:
    file.write_text("member,points\n1,x\nnobody,5\n2,5\n")

    said = synced.command("ledger", "import", str(file))

    assert (said.status, said.out) == (1, "")
    assert said.err.count("\n") == 2
    assert "old.csv:2: points: 'x' is not a whole number" in said.err
    assert "old.csv:3: member: no member 'nobody'" in said.err
    assert synced.command("ledger", "imports").out == "nothing was imported yet\n"


def test_an_undo_that_comes_too_late_names_the_members(synced: Place, file: pathlib.Path) -> None:
    made = json.loads(synced.command("ledger", "import", str(file), "--json").out)
    synced.command("member", "adjust", "main:4711", "--take", "1", "--reason", "test")

    said = synced.command("ledger", "undo", made["batch"], "--json")

    assert (said.status, said.out) == (6, "")
    assert "29 of the 30 points are left" in said.err
    assert available(synced, "main:4711") == 29


def test_what_is_not_there_is_told(synced: Place, file: pathlib.Path) -> None:
    assert synced.command("ledger", "undo", "0123456789ab").status == 4
    assert synced.command("ledger", "import", str(file), "--store", "other").status == 2
    assert synced.command("ledger", "import", str(file.with_name("none.csv"))).status == 3
