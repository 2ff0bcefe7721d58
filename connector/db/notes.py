"""What the notes on a store's orders say, and which of them are to be written anew.

The rule kept here: an order is due when it was settled again since its note; whether the note changes, the figures say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from connector.core.earning import Award
from connector.db.orders import award_of
from connector.db.tables import erasures, order_notes, orders

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DueNote:
    """An order to look at: whose it is, what it was judged to be worth, and what its note says."""

    row_id: int
    order_id: str
    member_id: int
    settled_at: datetime
    award: Award
    told: Told | None
    attempts: int


def due(connection: Connection, store_id: int, placed_since: datetime, now: datetime, limit: int) -> list[DueNote]:
    """Members' orders placed since then that were settled since their note was written, or have none."""
    stale = or_(order_notes.c.settled_at.is_(None), order_notes.c.settled_at != orders.c.settled_at)
    rows = connection.execute(
        select(
            orders.c.id,
            orders.c.external_id,
            orders.c.member_id,
            orders.c.settled_at,
            orders.c.award,
            order_notes.c.told,
            order_notes.c.attempts,
        )
        .outerjoin(order_notes, order_notes.c.order_id == orders.c.id)
        .where(orders.c.store_id == store_id, orders.c.placed_at >= placed_since, stale)
        .where(orders.c.member_id.is_not(None), orders.c.member_id.not_in(select(erasures.c.member_id)))
        .where(or_(order_notes.c.due_at.is_(None), order_notes.c.due_at <= now))
        .order_by(orders.c.placed_at, orders.c.id)
        .limit(limit)
    )
    return [
        DueNote(
            row.id, row.external_id, row.member_id, row.settled_at, award_of(row.award), row.told, row.attempts or 0
        )
        for row in rows
    ]


def claim(connection: Connection, row_ids: Collection[int], until: datetime) -> None:
    """Nobody else looks at these orders before then. The store is locked."""
    there = set(connection.execute(select(order_notes.c.order_id).where(order_notes.c.order_id.in_(row_ids))).scalars())
    fresh = [{"order_id": row_id, "attempts": 1, "due_at": until} for row_id in row_ids if row_id not in there]
    if fresh:
        connection.execute(insert(order_notes), fresh)
    again = update(order_notes).where(order_notes.c.order_id.in_(there))
    connection.execute(again.values(attempts=order_notes.c.attempts + 1, due_at=until))


def keep(connection: Connection, notes: Iterable[tuple[DueNote, Told | None]]) -> None:
    """The notes on these orders say this now (None: there is none)."""
    rows = [{"row_id": due.row_id, "figures": told, "seen": due.settled_at} for due, told in notes]
    if rows:
        values = {
            "told": bindparam("figures", type_=order_notes.c.told.type),
            "settled_at": bindparam("seen", type_=order_notes.c.settled_at.type),
        }
        settled = {"attempts": 0, "due_at": None, "reason": None}
        this = update(order_notes).where(order_notes.c.order_id == bindparam("row_id"))
        connection.execute(this.values(**values, **settled), rows)


def put_off(connection: Connection, row_id: int, due_at: datetime, reason: str) -> None:
    this = update(order_notes).where(order_notes.c.order_id == row_id)
    connection.execute(this.values(due_at=due_at, reason=reason))


def hasten(connection: Connection, store_id: int) -> None:
    """What failed may be tried at once."""
    of_store = select(orders.c.id).where(orders.c.store_id == store_id)
    failed = (order_notes.c.order_id.in_(of_store), order_notes.c.reason.is_not(None))
    connection.execute(update(order_notes).where(*failed).values(attempts=0, due_at=None))


def release(connection: Connection, untried: Iterable[DueNote]) -> None:
    """These were claimed and nothing was tried: they may be taken up at once."""
    rows = [{"row_id": one.row_id, "so_many": one.attempts} for one in untried]
    if rows:
        this = update(order_notes).where(order_notes.c.order_id == bindparam("row_id"))
        connection.execute(this.values(attempts=bindparam("so_many"), due_at=None), rows)
