"""SQLite and PostgreSQL for cases that need both: new databases with a store in them, and the bare driver.

The rule kept here: the driver's connection is as durable as ours, or the comparison would be none.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.types.string import TextLoader
from sqlalchemy import make_url

from benchmarks import places
from tests.postgresql import Server, running


class Engine(Protocol):
    name: str
    mark: str  # what stands for a value in the driver's SQL

    def new(self) -> str:
        """The address of a new database that knows the store."""

    def driver(self, url: str) -> Any:
        """A bare connection, which begins a transaction by itself."""


class Sqlite:
    name, mark = "SQLite", "?"

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self._copy = folder / "copy.db"
        with places.books(f"sqlite:///{self._template}") as database:
            places.connected(database)

    def new(self) -> str:
        for old in self._copy.parent.glob("copy.db*"):
            old.unlink()
        shutil.copy(self._template, self._copy)
        return f"sqlite:///{self._copy}"

    def driver(self, url: str) -> sqlite3.Connection:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


class Postgresql:
    name, mark = "PostgreSQL", "%s"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._template = server.create()
        self._copy: str | None = None
        with places.books(server.url(self._template)) as database:
            places.connected(database)

    def new(self) -> str:
        if self._copy:
            self._server.drop(self._copy)
        self._copy = self._server.create(self._template)
        return self._server.url(self._copy)

    def empty(self) -> str:
        """The address of a new database that knows nothing."""
        return self._server.url(self._server.create())

    def driver(self, url: str) -> psycopg.Connection[Any]:
        connection = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
        connection.adapters.register_loader("json", TextLoader)  # as it is stored: what is inserted again is the same
        return connection


@contextmanager
def sqlite() -> Iterator[Sqlite]:
    with tempfile.TemporaryDirectory() as folder:
        yield Sqlite(Path(folder))


@contextmanager
def postgresql() -> Iterator[Postgresql]:
    with running(durable=True) as server:
        yield Postgresql(server)


ENGINES = (sqlite, postgresql)
