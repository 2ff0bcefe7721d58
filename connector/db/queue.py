"""Rows that wait for their turn: what inbox and outbox have in common.

The rule kept here: a row is never dropped. Claiming pushes the next attempt forward and commits before the work begins,
so a crash only means that the row comes round again; what cannot be done is parked with its reason.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, bindparam, delete, func, or_, select, update

from connector.db.tables import stores

_FARTHEST = timedelta(hours=2)  # nothing is put off so long, unless the clock was wrong then


class State(StrEnum):
    WAITING = "waiting"
    PARKED = "parked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PutOff:
    """A row that is to be tried again, with what went wrong."""

    id: int
    due_at: datetime
    reason: str


def due(connection: Connection, table: Table, store_id: int, now: datetime, limit: int) -> list[Row[Any]]:
    """Rows of a store whose time has come, oldest first; another worker's are passed over."""
    waiting = select(table).where(table.c.store_id == store_id, _its_time(table, now))
    return list(connection.execute(waiting.order_by(table.c.id).limit(limit).with_for_update(skip_locked=True)))


def stores_with_due(connection: Connection, table: Table, now: datetime) -> set[int]:
    """The stores of rows whose time has come."""
    some = select(table.c.id).where(table.c.store_id == stores.c.id, _its_time(table, now)).exists()
    return set(connection.execute(select(stores.c.id).where(some)).scalars())


def _its_time(table: Table, now: datetime) -> ColumnElement[bool]:
    """Waits, and is due; or was put off by a wrong clock."""
    due_at = or_(table.c.due_at <= now, table.c.due_at > now + _FARTHEST)
    return and_(table.c.state == State.WAITING.value, due_at)


def claim(connection: Connection, table: Table, next_due: Mapping[int, datetime]) -> None:
    """Push the next attempt of these rows forward. Commit, then work."""
    rows = [{"row_id": row_id, "at": at} for row_id, at in next_due.items()]
    if rows:
        statement = update(table).where(table.c.id == bindparam("row_id"))
        connection.execute(statement.values(attempts=table.c.attempts + 1, due_at=bindparam("at")), rows)


def done(connection: Connection, table: Table, ids: Collection[int], now: datetime) -> None:
    if ids:
        statement = update(table).where(table.c.id.in_(ids))
        connection.execute(statement.values(state=State.DONE.value, done_at=now, reason=None))


def put_off(connection: Connection, table: Table, rows: Iterable[PutOff]) -> None:
    for row in rows:
        statement = update(table).where(table.c.id == row.id)
        connection.execute(statement.values(due_at=row.due_at, reason=row.reason))


def park(connection: Connection, table: Table, reasons: Mapping[int, str]) -> None:
    """Take these out of the queue until a person says retry."""
    for row_id, reason in reasons.items():
        statement = update(table).where(table.c.id == row_id)
        connection.execute(statement.values(state=State.PARKED.value, reason=reason))


def retry(connection: Connection, table: Table, ids: Collection[int] | None, now: datetime) -> int:
    """Put these (None: all that are parked) back in the queue, due now. Returns how many."""
    wanted = table.c.state == State.PARKED.value if ids is None else table.c.id.in_(ids)
    statement = update(table).where(wanted, table.c.state != State.DONE.value)
    return connection.execute(statement.values(state=State.WAITING.value, attempts=0, due_at=now)).rowcount


def listed(connection: Connection, table: Table, store: str | None, state: State | None, limit: int) -> list[Row[Any]]:
    """Rows as they are shown, newest first, with the store's name and without their bodies."""
    shown = [column for column in table.c if column.name not in ("body", "headers")]
    statement = select(*shown, stores.c.name.label("store")).join(stores, stores.c.id == table.c.store_id)
    if store:
        statement = statement.where(stores.c.name == store)
    if state:
        statement = statement.where(table.c.state == state.value)
    return list(connection.execute(statement.order_by(table.c.id.desc()).limit(limit)))


def get(connection: Connection, table: Table, row_id: int) -> Row[Any] | None:
    return connection.execute(
        select(table, stores.c.name.label("store"))
        .join(stores, stores.c.id == table.c.store_id)
        .where(table.c.id == row_id)
    ).one_or_none()


def counts(connection: Connection, table: Table) -> dict[tuple[str, str], int]:
    """(store, state) → rows that are not done."""
    rows = connection.execute(
        select(stores.c.name, table.c.state, func.count())
        .join(stores, stores.c.id == table.c.store_id)
        .where(table.c.state != State.DONE.value)
        .group_by(stores.c.name, table.c.state)
    )
    return {(store, state): count for store, state, count in rows}


def oldest(connection: Connection, table: Table, came: str) -> dict[str, datetime]:
    """Store → when the oldest row came (`came` names the column) that still waits."""
    rows = connection.execute(
        select(stores.c.name, func.min(table.c[came]))
        .join(stores, stores.c.id == table.c.store_id)
        .where(table.c.state == State.WAITING.value)
        .group_by(stores.c.name)
    )
    return {store: at for store, at in rows}  # noqa: C416  -- rows are no pairs to the type checker


@dataclass(frozen=True, slots=True)
class Parked:
    """Why rows of a store are parked, and how many are for that reason; `row` is one of them."""

    store: str
    reason: str
    count: int
    row: int


def parked(connection: Connection, table: Table, limit: int) -> list[Parked]:
    """The commonest reasons."""
    count = func.count().label("count")
    rows = connection.execute(
        select(stores.c.name, table.c.reason, count, func.max(table.c.id))
        .join(stores, stores.c.id == table.c.store_id)
        .where(table.c.state == State.PARKED.value)
        .group_by(stores.c.name, table.c.reason)
        .order_by(count.desc(), stores.c.name)
        .limit(limit)
    )
    return [Parked(store, reason or "", number, row) for store, reason, number, row in rows]


def waiting_since_before(
    connection: Connection, table: Table, due_before: datetime, besides: Collection[str] = ()
) -> int:
    """Rows that were due before then and that nobody has claimed since; those of the stores in `besides` may wait."""
    statement = (
        select(func.count())
        .select_from(table)
        .join(stores, stores.c.id == table.c.store_id)
        .where(table.c.state == State.WAITING.value, table.c.due_at < due_before, stores.c.name.not_in(besides))
    )
    return connection.execute(statement).scalar_one()


def prune(connection: Connection, table: Table, done_before: datetime) -> int:
    """Forget rows that were done long ago."""
    statement = delete(table).where(table.c.state == State.DONE.value, table.c.done_at < done_before)
    return connection.execute(statement).rowcount
