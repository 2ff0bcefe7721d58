"""Copying whole books from one database into another, of the same kind or the other.

The rule kept here: one look at the source from the first table to the last, so that whoever writes meanwhile spoils
nothing; one commit into a target that holds nothing, so that there are whole books there or none. Numbers stay what
they are, and the target is compared with the source row by row before it is committed.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, String, Table, collate, func, insert, inspect, select, text

from connector.core.foreseen import Refused, Unusable
from connector.db.engine import Database
from connector.db.tables import metadata

_AT_ONCE = 1_000
Watch = Callable[[str, int, int], None]  # table, rows so far, rows of all tables


class NotEmpty(Refused):
    """The target holds something already."""


class NotTheSame(Unusable):
    """What is in the target is not what is in the source."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A table: how many rows it has, and the digest of all of them, the same on both sides."""

    table: str
    rows: int
    digest: str


def is_untouched(database: Database) -> bool:
    """Has it no table at all?"""
    with database.read() as connection:
        return not inspect(connection).get_table_names()


def unchanged(database: Database, copied: list[Copied]) -> bool:
    """Are the books still what was copied?"""
    with database.read() as connection:
        return all(_look_again(connection, metadata.tables[one.table]) == one for one in copied)


def copy_books(source: Database, target: Database, watch: Watch = lambda *_: None) -> list[Copied]:
    """Copy every table into a target whose tables are made and empty. Raises NotEmpty or NotTheSame; then the target is
    as it was."""
    tables = metadata.sorted_tables  # what is pointed at comes before what points at it
    with source.read() as here, target.write() as there:
        for table in tables:
            if there.execute(select(table).limit(1)).first() is not None:
                raise NotEmpty(f"the target's table {table.name} holds something: name an empty database")
        whole = sum(here.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
        done, copied = 0, []
        for table in tables:
            rows, digest = 0, hashlib.sha256()
            for part in _stretches(here, table):
                there.execute(insert(table), [dict(row._mapping) for row in part])
                _digest(digest, part)
                rows += len(part)
                watch(table.name, done + rows, whole)
            done += rows
            copied.append(Copied(table.name, rows, digest.hexdigest()))
        _go_on_numbering(there)
        for one in copied:
            found = _look_again(there, metadata.tables[one.table])
            if found != one:
                raise NotTheSame(f"table {one.table}: {one.rows} rows were read, and {found.rows} others are there")
    return copied


def _look_again(connection: Connection, table: Table) -> Copied:
    rows, digest = 0, hashlib.sha256()
    for part in _stretches(connection, table):
        _digest(digest, part)
        rows += len(part)
    return Copied(table.name, rows, digest.hexdigest())


def _stretches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    """All rows in the order of their primary key, as many at once as fit."""
    ordered = select(table).order_by(*_in_order(connection, table))
    with connection.execution_options(yield_per=_AT_ONCE).execute(ordered) as found:
        for part in found.partitions(_AT_ONCE):
            yield list(part)


def _in_order(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    """By the primary key, texts by their bytes as SQLite has them: a database's own language would sort otherwise."""
    keys: list[ColumnElement[Any]] = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite":
        return keys
    return [collate(key, "C") if isinstance(key.type, String) else key for key in keys]


def _digest(digest: Any, rows: list[Row[Any]]) -> None:
    """Both engines give back what was put in, each in its own dress: the dress does not count."""
    for row in rows:
        digest.update(msgspec.json.encode([_plain(value) for value in row], order="sorted"))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value


def _go_on_numbering(connection: Connection) -> None:
    """New rows get numbers after those that were copied. SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and not column.foreign_keys:
            highest = connection.execute(select(func.max(column))).scalar_one()
            if highest is not None:
                sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
                connection.execute(sequence, {"table": table.name, "column": column.name, "highest": highest})
