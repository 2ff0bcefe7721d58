"""What happened to points, as a statement tells it: one line a transaction.

The rule kept here: a line says what was done to the points of whom it is shown to, whoever's transaction it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from connector.core.ledger import Account
from connector.db.ledger import net
from connector.db.tables import lots, postings, transactions


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A transaction as a statement shows it: `change` is what it did to the available points."""

    id: int
    member_id: int
    seq: int
    kind: str
    key: str
    happened_at: datetime
    recorded_at: datetime
    reason: str
    author: str
    order_ref: str | None
    redemption_ref: str | None
    points: int
    change: int


def of(connection: Connection, ids: Collection[int]) -> list[EntryRow]:
    """Everything that ever happened to the points of members who are one person, oldest first; what is moved of
    others' points at once with theirs is left out."""
    return _shown(connection, lots.c.member_id.in_(ids))


def newest(connection: Connection, since: datetime | None, limit: int) -> list[EntryRow]:
    """The last transactions that were written down (since then), of whomever, newest first."""
    chosen = select(transactions.c.id).order_by(transactions.c.id.desc()).limit(limit)
    if since is not None:
        chosen = chosen.where(transactions.c.recorded_at >= since)
    return _shown(connection, transactions.c.id.in_(chosen), transactions.c.id.desc())


def entry(connection: Connection, key: str) -> EntryRow | None:
    """The transaction under an idempotency key, if there is one."""
    return next(iter(_shown(connection, transactions.c.key == key)), None)


def _shown(
    connection: Connection, which: ColumnElement[bool], order: ColumnElement[Any] = transactions.c.id
) -> list[EntryRow]:
    shown = [transactions.c[name] for name in EntryRow.__dataclass_fields__ if name not in ("points", "change")]
    rows = connection.execute(
        select(*shown, func.sum(postings.c.points).label("points"), net(Account.AVAILABLE).label("change"))
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .join(lots, lots.c.id == postings.c.lot_id)
        .where(which)
        .group_by(transactions.c.id)
        .order_by(order)
    )
    return [EntryRow(**row._mapping) for row in rows]
