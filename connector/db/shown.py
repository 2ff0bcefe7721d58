"""What the accounts of a store were last told of their owners' balances, and which of them are to be told anew.

The rule kept here: an account is due when something may have changed since it was told; whether it has, the figures
say.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from connector.db.tables import erasures, identities, joined, members, shown_balances, stores, transactions

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """An account to look at: whose it is, what it was told, and how many transactions its owner has now."""

    customer: str
    member_id: int
    entries: int
    told: Told | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Ended:
    """An account that is to show nothing of ours any more."""

    customer: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What an account shows now, and what that was read from."""

    due: Due
    told: Told
    tier: str | None
    version_id: int

    @property
    def customer(self) -> str:
        return self.due.customer

    @property
    def attempts(self) -> int:
        return self.due.attempts


def due(connection: Connection, store_id: int, version_id: int, now: datetime, limit: int) -> list[Due]:
    """Accounts whose owners have other transactions or other terms than when they were told, or were never told."""
    wanted = _stale(store_id, version_id).where(_may_be_tried(now))
    return [Due(**row._mapping) for row in connection.execute(wanted.order_by(identities.c.id).limit(limit))]


def count_waiting(connection: Connection, store_id: int, version_id: int) -> int:
    """How many accounts are to be looked at, or to show nothing any more, whenever they may be tried."""
    return sum(
        connection.execute(select(func.count()).select_from(which.subquery())).scalar_one()
        for which in (_stale(store_id, version_id), _shown(store_id).where(_nobodys(store_id)))
    )


def _may_be_tried(now: datetime) -> ColumnElement[bool]:
    return or_(shown_balances.c.due_at.is_(None), shown_balances.c.due_at <= now)


def _stale(store_id: int, version_id: int) -> Select[Any]:
    programme_id = select(stores.c.programme_id).where(stores.c.id == store_id).scalar_subquery()
    people = _people(programme_id)
    known = shown_balances.c
    stale = or_(
        known.entries.is_(None),
        known.entries != people.c.entries,
        known.version_id != version_id,
    )
    return (
        select(
            identities.c.customer,
            identities.c.member_id,
            people.c.entries,
            known.told,
            func.coalesce(known.attempts, 0).label("attempts"),
        )
        .outerjoin(joined, joined.c.member_id == identities.c.member_id)
        .join(people, people.c.root == func.coalesce(joined.c.root_id, identities.c.member_id))
        .outerjoin(shown_balances, and_(known.store_id == store_id, known.customer == identities.c.customer))
        .where(identities.c.store_id == store_id, stale)
        .where(identities.c.member_id.not_in(select(erasures.c.member_id)))
    )


def _people(programme_id: ColumnElement[Any]) -> Subquery:
    """Who stands for each person of a programme, with the sum of the last numbers of all who are one with them: any
    transaction, joining or parting makes it another."""
    last = select(func.max(transactions.c.seq)).where(transactions.c.member_id == members.c.id).scalar_subquery()
    root = func.coalesce(joined.c.root_id, members.c.id)
    return (
        select(root.label("root"), func.coalesce(func.sum(last), 0).label("entries"))
        .outerjoin(joined, joined.c.member_id == members.c.id)
        .where(members.c.programme_id == programme_id)
        .group_by(root)
        .subquery()
    )


@dataclass(frozen=True, slots=True)
class InTier:
    """An account that shows a tier, and whose it is."""

    id: int
    member_id: int
    tier: str


def in_tiers(connection: Connection, store_id: int, beyond: int, limit: int) -> list[InTier]:
    """Accounts of members that show a tier; at most `limit` of them, rows above `beyond`."""
    here = and_(identities.c.store_id == store_id, identities.c.customer == shown_balances.c.customer)
    rows = (
        select(shown_balances.c.id, identities.c.member_id, shown_balances.c.tier)
        .join(identities, here)
        .where(shown_balances.c.store_id == store_id, shown_balances.c.tier.is_not(None), shown_balances.c.id > beyond)
    )
    return [InTier(**row._mapping) for row in connection.execute(rows.order_by(shown_balances.c.id).limit(limit))]


def doubt(connection: Connection, row_ids: Collection[int]) -> None:
    """These accounts are to be looked at again."""
    connection.execute(update(shown_balances).where(shown_balances.c.id.in_(row_ids)).values(entries=None))


def orphans(connection: Connection, store_id: int, now: datetime, limit: int) -> list[Ended]:
    """Accounts that show a balance and are nobody's any more: their owners have been erased."""
    return _ended(connection, _shown(store_id).where(_nobodys(store_id)), now, limit)


def everybody(connection: Connection, store_id: int, now: datetime, limit: int) -> list[Ended]:
    """All accounts that show a balance."""
    return _ended(connection, _shown(store_id), now, limit)


def count_everybody(connection: Connection, store_id: int) -> int:
    return connection.execute(select(func.count()).select_from(_shown(store_id).subquery())).scalar_one()


def _shown(store_id: int) -> Select[Any]:
    return select(shown_balances.c.customer, shown_balances.c.attempts).where(shown_balances.c.store_id == store_id)


def _nobodys(store_id: int) -> ColumnElement[bool]:
    here = (identities.c.store_id == store_id, identities.c.customer == shown_balances.c.customer)
    return ~select(identities.c.id).where(*here).exists()


def _ended(connection: Connection, which: Select[Any], now: datetime, limit: int) -> list[Ended]:
    rows = connection.execute(which.where(_may_be_tried(now)).order_by(shown_balances.c.id).limit(limit))
    return [Ended(**row._mapping) for row in rows]


def claim(connection: Connection, store_id: int, next_due: Mapping[str, datetime]) -> None:
    """Nobody else looks at these accounts (customer → when again) before then. The store is locked."""
    known = select(shown_balances.c.customer).where(
        shown_balances.c.store_id == store_id, shown_balances.c.customer.in_(next_due)
    )
    there = set(connection.execute(known).scalars())
    fresh = [
        {"store_id": store_id, "customer": customer, "attempts": 1, "due_at": at}
        for customer, at in next_due.items()
        if customer not in there
    ]
    again = [{"whose": customer, "at": at} for customer, at in next_due.items() if customer in there]
    if fresh:
        connection.execute(insert(shown_balances), fresh)
    if again:
        values = {"attempts": shown_balances.c.attempts + 1, "due_at": bindparam("at")}
        connection.execute(_row(store_id).values(values), again)


def keep(connection: Connection, store_id: int, looked: Iterable[Looked], now: datetime) -> None:
    """These accounts show this now."""
    rows = [
        {
            "whose": one.customer,
            "figures": one.told,
            "seen": one.due.entries,
            "by_version": one.version_id,
            "in_tier": one.tier,
        }
        for one in looked
    ]
    if rows:
        values = {
            "told": bindparam("figures", type_=shown_balances.c.told.type),
            "entries": bindparam("seen"),
            "version_id": bindparam("by_version"),
            "tier": bindparam("in_tier"),
        }
        settled = {"looked_at": now, "attempts": 0, "due_at": None, "reason": None}
        connection.execute(_row(store_id).values(**values, **settled), rows)


def put_off(connection: Connection, store_id: int, customer: str, due_at: datetime, reason: str) -> None:
    connection.execute(_row(store_id).values(due_at=due_at, reason=reason), [{"whose": customer}])


def release(connection: Connection, store_id: int, untried: Iterable[Looked | Ended]) -> None:
    """These were claimed and nothing was tried: they may be taken up at once."""
    rows = [{"whose": one.customer, "so_many": one.attempts} for one in untried]
    if rows:
        connection.execute(_row(store_id).values(attempts=bindparam("so_many"), due_at=None), rows)


def forget(connection: Connection, store_id: int, customer: str) -> None:
    """The account shows nothing of ours any more."""
    shown = shown_balances.c
    connection.execute(delete(shown_balances).where(shown.store_id == store_id, shown.customer == customer))


def hasten(connection: Connection, store_id: int) -> None:
    """What failed may be tried at once."""
    failed = (shown_balances.c.store_id == store_id, shown_balances.c.reason.is_not(None))
    connection.execute(update(shown_balances).where(*failed).values(attempts=0, due_at=None))


def mistrust(connection: Connection, store_id: int) -> None:
    """What the store was told may be lost there: every account is due, and to be told whatever it shows."""
    statement = update(shown_balances).where(shown_balances.c.store_id == store_id)
    connection.execute(statement.values(told=None, entries=None, attempts=0, due_at=None, reason=None))


def _row(store_id: int) -> Any:
    this = (shown_balances.c.store_id == store_id, shown_balances.c.customer == bindparam("whose"))
    return update(shown_balances).where(*this)
