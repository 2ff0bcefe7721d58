"""`loyalty db copy`: the books of a merchant's folder in another database."""

import json
import pathlib

import pytest

from tests import postgresql
from tests.running import Place


def test_books_move_to_postgresql_and_back(
    synced: Place, postgresql_server: postgresql.Server, tmp_path: pathlib.Path
) -> None:
    there = postgresql_server.url(postgresql_server.create())
    back = tmp_path / "back.db"
    before = json.loads(synced.command("ledger", "verify", "--json").out)

    moved = synced.command("db", "copy", "--to", there)
    with synced.settings.open("a") as settings:
        settings.write(f'database: "{there}"\n')
    proved = json.loads(synced.command("ledger", "verify", "--json").out)
    returned = synced.command("db", "copy", "--to", f"sqlite:///{back}", "--json")

    assert (moved.status, moved.err, returned.status) == (0, "", 0)
    assert "the books are proved" in moved.out
    assert "next: write the new database into the settings" in moved.out
    assert proved == before
    assert json.loads(returned.out)["proof"] == before
    assert back.exists()


@pytest.mark.parametrize(
    ("to", "status", "reason"),
    [
        ("mysql://user:secret@host/name", 2, "is not the address of a database"),
        ("sqlite:///:memory:", 2, "is not the address of a database"),
        ("sqlite:////no/such/folder/file.db", 2, "there is no folder"),
    ],
)
def test_what_is_no_database_is_refused_without_its_password(place: Place, to: str, status: int, reason: str) -> None:
    ended = place.command("db", "copy", "--to", to)

    assert (ended.status, ended.err.count("\n")) == (status, 1)
    assert reason in ended.err
    assert "secret" not in ended.err


def test_books_are_not_copied_onto_themselves_or_onto_others(synced: Place, tmp_path: pathlib.Path) -> None:
    own = synced.command("db", "copy", "--to", f"sqlite:///{synced.folder / 'loyalty.db'}")
    first, second = (synced.command("db", "copy", "--to", f"sqlite:///{tmp_path / 'copy.db'}") for _ in range(2))

    assert (own.status, first.status, second.status) == (6, 0, 6)
    assert "holds something" in second.err
