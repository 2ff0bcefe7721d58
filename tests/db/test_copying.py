"""Books that move into another database are there row by row, go on there, and are proved there."""

import pathlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, event, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from connector.db.copying import NotEmpty, NotTheSame, copy_books
from connector.db.engine import Database
from connector.db.migrate import WrongRevision, upgrade
from connector.db.tables import APPEND_ONLY, marks, metadata, transactions
from connector.usecases.audit import verify
from connector.usecases.copy_books import SameDatabase, copy_to
from tests import postgresql
from tests.building import NOW, an_order, at
from tests.usecases.shop import a_store, points, settle, some_history


@pytest.fixture
def lived(database: Database) -> Database:
    """Books with a history."""
    some_history(database)
    with database.write() as connection:
        connection.execute(insert(marks), [{"name": name, "at": NOW} for name in ("a b", "B", "ab", "ă")])
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Database]:
    """Without any table."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'target.db'}")
        yield opened
        opened.close()
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    name = server.create()
    opened = Database(server.url(name))
    yield opened
    opened.close()
    server.drop(name)


def test_all_books_are_there_and_are_proved(lived: Database, target: Database) -> None:
    seen: list[tuple[int, int]] = []

    moved = copy_to(lived, target, lambda _, done, whole: seen.append((done, whole)))

    assert (moved.proof.faults, moved.still) == ([], True)
    assert moved.proof == verify(lived)
    assert moved.proof.transactions > 5
    assert {one.table for one in moved.tables} == set(metadata.tables)
    assert seen[-1][0] == seen[-1][1] == sum(one.rows for one in moved.tables)
    assert points(target) == points(lived)


def test_life_goes_on_in_the_copy(lived: Database, target: Database) -> None:
    copy_to(lived, target)

    settle(target, a_store(target), an_order(id="new", placed_at=at(3)))

    assert points(target)["available"] == points(lived)["available"] + 100
    assert verify(target).faults == []


def test_the_copy_is_append_only(lived: Database, target: Database) -> None:
    copy_to(lived, target)

    for table in APPEND_ONLY:
        with pytest.raises(DBAPIError, match="append-only"), target.write() as connection:
            connection.execute(delete(table))


def test_what_holds_something_is_not_written_over(lived: Database, target: Database) -> None:
    copy_to(lived, target)
    before = verify(target)

    with pytest.raises(NotEmpty, match="holds something"):
        copy_to(lived, target)

    assert verify(target) == before


def test_tables_of_others_are_not_touched(lived: Database, target: Database) -> None:
    with target.write() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))

    with pytest.raises(WrongRevision):
        copy_to(lived, target)


def test_books_of_another_revision_are_not_copied(empty_database: Database, target: Database) -> None:
    upgrade(empty_database, "0014")

    with pytest.raises(WrongRevision, match="revision 0014"):
        copy_to(empty_database, target)


def test_a_database_is_not_copied_into_itself(lived: Database) -> None:
    with pytest.raises(SameDatabase):
        copy_to(lived, lived)


def test_what_is_written_meanwhile_is_told(lived: Database, target: Database) -> None:
    """The copy is of one moment, and whole."""
    written: list[str] = []

    def write(table: str, done: int, whole: int) -> None:
        if not written:
            written.append(table)
            settle(lived, a_store(lived), an_order(id="meanwhile"))

    before = verify(lived)
    moved = copy_to(lived, target, write)

    assert not moved.still
    assert moved.proof == before


def test_a_row_that_became_another_is_noticed_and_nothing_is_kept(lived: Database, target: Database) -> None:
    upgrade(target)

    def spoil(connection: Connection, _: object, statement: str, *__: object) -> None:
        if statement.startswith("INSERT INTO marks"):
            connection.execute(update(marks).where(marks.c.name == "B").values(at=at(1)))

    event.listen(target.engine, "after_cursor_execute", spoil)
    with pytest.raises(NotTheSame, match="table marks"):
        copy_books(lived, target)

    with target.read() as connection:
        assert connection.execute(select(func.count()).select_from(transactions)).scalar_one() == 0
