"""`loyalty backtest`, as a merchant calls it."""

import csv
import json
import pathlib
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.running import Place, rows

TABLES = ("orders", "transactions", "postings", "programmes", "programme_versions")


@pytest.fixture
def file(synced: Place) -> pathlib.Path:
    """The programme in force, with twice the points."""
    text = (synced.folder / "starter.yaml").read_text()
    path = synced.folder / "new.yaml"
    path.write_text(text.replace("points: 1, per: 1.00", "points: 2, per: 1.00"))
    assert path.read_text() != text
    return path


def tried(place: Place, *words: str) -> Any:
    said = place.command("backtest", "--from", "2000-01-01", *words, "--json")
    assert said.status == 0, said.err
    return json.loads(said.out)


def books(place: Place) -> list[list[dict[str, Any]]]:
    with place.connector() as connector:
        return [rows(connector.database, table) for table in TABLES]


def test_it_comes_to_what_the_books_came_to(synced: Place) -> None:
    found = tried(synced, "--programme", str(synced.folder / "starter.yaml"), "--redeem", "0%")

    listed = json.loads(synced.command("member", "list", "--json").out)
    has = sum(one["available"] + one["pending"] for one in listed)
    assert has > 0
    assert found["before"] == found["after"]
    assert found["after"]["available"] + found["after"]["pending"] == has
    assert (found["won"], found["lost"], found["winners"]) == (0, 0, [])


def test_more_points_make_winners(synced: Place, file: pathlib.Path) -> None:
    found = tried(synced, "--programme", str(file))

    before, after = found["before"], found["after"]
    assert after["whole"]["issued"] > before["whole"]["issued"] > 0
    assert after["cost"] > before["cost"] > 0
    assert sum(month["issued"] for month in after["months"].values()) == after["whole"]["issued"]
    assert (found["won"] > 0, found["lost"], found["measure"]) == (True, 0, "worth")
    assert found["winners"][0]["gain"] == found["distribution"]["100"] > 0


def test_against_another_file_who_won_loses(synced: Place, file: pathlib.Path) -> None:
    starter = synced.folder / "starter.yaml"

    found = tried(synced, "--programme", str(starter), "--against", str(file))

    assert found["lost"] == tried(synced, "--programme", str(file))["won"]


def test_nothing_is_written_into_the_books(synced: Place, file: pathlib.Path) -> None:
    before = books(synced)

    tried(synced, "--programme", str(file))

    assert books(synced) == before


def test_the_table_says_what_is_assumed(synced: Place, file: pathlib.Path) -> None:
    said = synced.command("backtest", "--programme", str(file), "--from", "2000-01-01", "--redeem", "40%")

    assert said.status == 0
    assert "assumed: 40 % of all points" in said.out
    assert "the biggest winners" in said.out
    assert said.err == ""


def test_every_member_is_in_the_file(synced: Place, file: pathlib.Path) -> None:
    sheet = synced.folder / "gains.csv"

    found = tried(synced, "--programme", str(file), "--csv", str(sheet))

    read = list(csv.DictReader(sheet.open(encoding="utf-8")))
    assert len(read) == found["members"] > 0
    assert sum(int(row["gain"]) > 0 for row in read) == found["won"]


def test_the_picture_needs_nothing_from_the_net(synced: Place, file: pathlib.Path) -> None:
    picture = synced.folder / "months.svg"

    tried(synced, "--programme", str(file), "--picture", str(picture))

    text = picture.read_text()
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "script" not in text
    assert "src=" not in text


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["--from", "2000-01-01", "--redeem", "lots"], 2, "write for example 60%"),
        (["--from", "2000-01-01", "--redeem", "101%"], 2, "write for example 60%"),
        (["--from", "2030-01-01", "--to", "2029-01-01"], 2, "the time ends before it begins"),
        (["--from", "soon"], 2, "'soon' is not a time"),
        (["--from", "2000-01-01", "--store", "other"], 4, "the books know no store other"),
        (["--from", "2000-01-01", "--against", "nowhere.yaml"], 3, "nowhere.yaml"),
    ],
)
def test_a_wrong_call_is_told(synced: Place, file: pathlib.Path, words: list[str], status: int, why: str) -> None:
    said = synced.command("backtest", "--programme", str(file), *words)

    assert (said.status, said.out) == (status, "")
    assert why in said.err
