"""The database: how to connect, and the two ways to use a connection.

The rule kept here: a writer says so at its first breath (BEGIN IMMEDIATE on SQLite), so that two writers queue instead
of failing half-way; everything inside `write()` is one commit or nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from connector.core.foreseen import Unusable


class DatabaseTrouble(Unusable):
    """The database cannot be used: not there, not ours to open, broken, or locked for too long."""


class Database:
    """One SQLite file or one PostgreSQL database."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        # Several questions about one state: SQLite answers so of itself, PostgreSQL when it is told to.
        self._look = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}

    @property
    def libpq(self) -> str | None:
        """The address as PostgreSQL's own library takes it, password and all; None for SQLite."""
        if self.engine.dialect.name == "sqlite":
            return None
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look at the books; writes nothing."""
        with _troubles(), self.engine.connect().execution_options(**self._look) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any exception."""
        with (
            _troubles(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """One transaction that never comes to be: what `write` would make of it can be seen in it."""
        with self.write() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # Its subclasses for wrong SQL and wrong data are defects of ours, and stay what they are.
        if type(error) not in (OperationalError, DatabaseError):
            raise
        said = str(error.orig).partition("\n")[0]
        raise DatabaseTrouble(f"the database cannot be used: {said}") from error


def _json(value: object) -> str:
    """Of plain data and of our own values alike: an order's snapshot is written without a copy of it in between."""
    return msgspec.json.encode(value).decode()


def _engine(url: str) -> Engine:
    # Without their parameters, errors can be logged: those hold names and addresses of people.
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, json_serializer=_json)
    engine = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True, json_serializer=_json)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin on its own: it would begin as a reader
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a 2xx to a store means that the event survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
