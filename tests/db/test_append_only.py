"""What was written in the books stays written, whoever asks; and times have a zone."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from connector.db.engine import Database
from connector.db.tables import APPEND_ONLY, marks
from tests.building import NOW, an_order
from tests.usecases.shop import a_store, settle

each_table = pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)


@pytest.fixture
def kept(database: Database) -> Database:
    settle(database, a_store(database), an_order())
    return database


@each_table
def test_a_row_of_the_books_cannot_be_changed(kept: Database, table: Table) -> None:
    with pytest.raises(DBAPIError, match="append-only"), kept.write() as connection:
        connection.execute(update(table).where(table.c.id == 1).values(id=99))


@each_table
def test_a_row_of_the_books_cannot_be_deleted(kept: Database, table: Table) -> None:
    with pytest.raises(DBAPIError, match="append-only"), kept.write() as connection:
        connection.execute(delete(table))
    with kept.read() as connection:
        assert connection.execute(select(table)).all() != []


def test_no_table_of_the_books_can_be_emptied_on_postgresql(kept: Database) -> None:
    if kept.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    for table in APPEND_ONLY:
        with pytest.raises(DBAPIError, match="append-only"), kept.write() as connection:
            connection.exec_driver_sql(f"TRUNCATE {table.name} CASCADE")


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.write() as connection:
        connection.execute(insert(marks).values(name="x", at=datetime(2026, 1, 1)))


def test_a_time_comes_back_as_the_same_moment_in_utc_to_the_microsecond(database: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    with database.write() as connection:
        connection.execute(insert(marks).values(name="x", at=moment))
        found = connection.execute(select(marks.c.at)).scalar_one()

    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_what_a_writer_began_and_did_not_finish_never_happened(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(marks).values(name="x", at=NOW))
        _ = 1 // 0

    with database.read() as connection:
        assert connection.execute(select(marks)).all() == []
