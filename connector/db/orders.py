"""Orders: the last snapshot of each, what it was judged to be worth, and what it still owes.

The rule kept here: a row is replaced by a truer snapshot, never by an older one; the caller compares.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from connector.core.commerce import Order, Stage
from connector.core.earning import Award
from connector.core.explain import Step
from connector.core.settlement import Owed
from connector.db.ledger import entry_counts
from connector.db.tables import orders, stores

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """What we hold of an order. `observed_at` is when it was last seen to be so."""

    row_id: int
    external_id: str
    status: str
    modified_at: datetime
    observed_at: datetime
    digest: str
    member_id: int | None


@dataclass(frozen=True, slots=True)
class SettledOrder:
    """What is to be held of an order from now on."""

    order: Order
    digest: str
    member_id: int | None
    version_id: int | None
    award: Award
    shortfall: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order as it is shown to people."""

    store: str
    order: Order
    member_id: int | None
    award: Award
    shortfall: int
    unpaid: int
    settled_at: datetime
    version_id: int | None


def digest(order: Order) -> str:
    """A fingerprint of all the store said, not of when we heard it."""
    return hashlib.sha256(msgspec.json.encode(replace(order, observed_at=_EPOCH))).hexdigest()


_LONGEST = {"id": 120, "number": 120, "status": 60, "e-mail address": 320}  # characters, as the tables have it


def unstorable(order: Order) -> str | None:
    """Why a database cannot keep this order; None if it can. Told here, it spoils no batch."""
    texts = (order.id, order.number, order.status, order.buyer.email or "")
    for (name, longest), text in zip(_LONGEST.items(), texts, strict=True):
        if len(text) > longest:
            return f"its {name} is longer than {longest} characters"
    return None


_HELD = (
    orders.c.id.label("row_id"),
    orders.c.external_id,
    orders.c.status,
    orders.c.modified_at,
    orders.c.observed_at,
    orders.c.digest,
    orders.c.member_id,
)


def held(connection: Connection, store_id: int, ids: Collection[str]) -> dict[str, HeldOrder]:
    rows = connection.execute(select(*_HELD).where(orders.c.store_id == store_id, orders.c.external_id.in_(ids)))
    return {row.external_id: HeldOrder(**row._mapping) for row in rows}


def snapshots(connection: Connection, store_id: int, ids: Collection[str]) -> dict[str, Order]:
    """The last snapshot of each."""
    rows = connection.execute(
        select(orders.c.external_id, orders.c.snapshot).where(
            orders.c.store_id == store_id, orders.c.external_id.in_(ids)
        )
    )
    return {external_id: msgspec.convert(snapshot, Order) for external_id, snapshot in rows}


def of_guest(
    connection: Connection, store_id: int, email: str, since: datetime, until: datetime
) -> list[tuple[HeldOrder, Order]]:
    """What was ordered in the store with this address by nobody's account, in (since, until]."""
    rows = connection.execute(
        select(*_HELD, orders.c.snapshot).where(
            orders.c.store_id == store_id,
            orders.c.guest_email == email,
            orders.c.placed_at > since,
            orders.c.placed_at <= until,
        )
    )
    return [_with_snapshot(row) for row in rows]


@dataclass(frozen=True, slots=True)
class MembersOrder:
    """An order of a member, wherever it was placed, as it was last seen."""

    store_id: int
    store: str
    member_id: int
    row: HeldOrder
    order: Order

    @property
    def reference(self) -> str:
        return reference(self.store, self.order.id)


def guest_addresses(connection: Connection, store_id: int) -> list[str]:
    """Every address with which nobody's account ordered in the store."""
    found = select(orders.c.guest_email).where(orders.c.store_id == store_id, orders.c.guest_email.is_not(None))
    return list(connection.execute(found.distinct()).scalars())


def of_members(connection: Connection, members: Collection[int]) -> list[MembersOrder]:
    """Every order of these members, in all stores."""
    rows = connection.execute(
        select(orders.c.store_id, stores.c.name, *_HELD, orders.c.snapshot)
        .join(stores, stores.c.id == orders.c.store_id)
        .where(orders.c.member_id.in_(members))
    )
    return [MembersOrder(row.store_id, row.name, row.member_id, *_with_snapshot(row[2:])) for row in rows]


def last_groups(connection: Connection, store_id: int, members: Collection[int]) -> tuple[str, ...]:
    """The customer groups in which one of these members last ordered in the store."""
    last = (
        select(orders.c.snapshot["buyer"]["groups"].label("groups"))
        .where(orders.c.store_id == store_id, orders.c.member_id.in_(members))
        .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        .limit(1)
    )
    return tuple(connection.execute(last).scalar() or ())


def placed_since(connection: Connection, store_id: int, since: datetime) -> tuple[list[int], set[int]]:
    """The rows of all orders of the store placed at or after `since`, oldest first, and the members whose they are."""
    rows = connection.execute(
        select(orders.c.id, orders.c.member_id)
        .where(orders.c.store_id == store_id, orders.c.placed_at >= since)
        .order_by(orders.c.placed_at, orders.c.id)
    ).all()
    return [row.id for row in rows], {row.member_id for row in rows if row.member_id is not None}


def kept(connection: Connection, row_ids: Collection[int]) -> list[tuple[HeldOrder, Order]]:
    """These rows: what we hold, and its snapshot as it was last seen."""
    rows = connection.execute(select(*_HELD, orders.c.snapshot).where(orders.c.id.in_(row_ids)))
    return [_with_snapshot(row) for row in rows]


def _with_snapshot(row: Sequence[Any]) -> tuple[HeldOrder, Order]:
    held_order = HeldOrder(*row[:-1])
    return held_order, replace(msgspec.convert(row[-1], Order), observed_at=held_order.observed_at)


def whole(connection: Connection, row: HeldOrder) -> dict[str, Any]:
    """All that is kept of an order, as plain data."""
    shown = (orders.c.snapshot, orders.c.award, orders.c.shortfall, orders.c.unpaid, orders.c.settled_at)
    return dict(connection.execute(select(*shown).where(orders.c.id == row.row_id)).one()._mapping)


def save(
    connection: Connection, store_id: int, settled: Iterable[SettledOrder], known: dict[str, HeldOrder], now: datetime
) -> None:
    """Keep these, each in place of what was held before."""
    added, changed = [], []
    for one in settled:
        row = _row(store_id, one, now)
        if one.order.id in known:
            changed.append({**row, "row_id": known[one.order.id].row_id})
        else:
            added.append(row)
    if added:
        connection.execute(insert(orders), added)
    if changed:
        names = [name for name in changed[0] if name != "row_id"]
        statement = update(orders).where(orders.c.id == bindparam("row_id"))
        connection.execute(statement.values({name: bindparam(name) for name in names}), changed)


def touch(connection: Connection, seen: Iterable[tuple[int, datetime]]) -> None:
    """Write down that these orders (row, time) were seen again just as they are held."""
    rows = [{"row_id": row_id, "at": at} for row_id, at in seen]
    if rows:
        statement = update(orders).where(orders.c.id == bindparam("row_id"))
        connection.execute(statement.values(observed_at=bindparam("at")), rows)


@dataclass(frozen=True, slots=True)
class Debtor:
    """An order that still owes points, and whose it is."""

    row_id: int
    member_id: int
    owed: Owed


def debtors(connection: Connection, members: Collection[int]) -> list[Debtor]:
    """Orders of these members that still owe points."""
    rows = connection.execute(
        select(orders.c.id, orders.c.member_id, stores.c.name, orders.c.external_id, orders.c.shortfall)
        .join(stores, stores.c.id == orders.c.store_id)
        .where(orders.c.member_id.in_(members), orders.c.shortfall > 0)
    ).all()
    refs = [reference(row.name, row.external_id) for row in rows]
    entries = entry_counts(connection, refs)
    return [
        Debtor(row.id, row.member_id, Owed(ref, entries.get(ref, 0), row.shortfall))
        for row, ref in zip(rows, refs, strict=True)
    ]


def set_shortfalls(connection: Connection, shortfalls: Iterable[tuple[int, int]]) -> None:
    """Overwrite what these orders (row, points) still owe."""
    rows = [{"row_id": row_id, "points": points} for row_id, points in shortfalls]
    if rows:
        statement = update(orders).where(orders.c.id == bindparam("row_id"))
        connection.execute(statement.values(shortfall=bindparam("points")), rows)


def reference(store: str, external_id: str) -> str:
    """How the books name an order: store/id."""
    return f"{store}/{external_id}"


def recent_ids(connection: Connection, store_id: int, placed_since: datetime) -> list[str]:
    """Orders we hold that were placed since then and that the store lists (it hides drafts and deleted ones)."""
    rows = connection.execute(
        select(orders.c.external_id).where(
            orders.c.store_id == store_id,
            orders.c.placed_at >= placed_since,
            orders.c.stage.not_in([Stage.DRAFT.value, Stage.DELETED.value]),
        )
    )
    return list(rows.scalars())


def card(connection: Connection, store: str, number_or_id: str) -> OrderCard | None:
    """The order with this number or id, as it is shown to people."""
    return _card(connection, store, (orders.c.external_id == number_or_id) | (orders.c.number == number_or_id))


def card_of_id(connection: Connection, store: str, external_id: str) -> OrderCard | None:
    """The order with this id, and not one that has it for its number."""
    return _card(connection, store, orders.c.external_id == external_id)


def _card(connection: Connection, store: str, which: ColumnElement[bool]) -> OrderCard | None:
    row = connection.execute(
        select(orders, stores.c.name.label("store"))
        .join(stores, stores.c.id == orders.c.store_id)
        .where(stores.c.name == store, which)
    ).first()
    if row is None:
        return None
    return OrderCard(
        row.store,
        msgspec.convert(row.snapshot, Order),
        row.member_id,
        award_of(row.award),
        row.shortfall,
        row.unpaid,
        row.settled_at,
        row.version_id,
    )


def _row(store_id: int, one: SettledOrder, now: datetime) -> dict[str, Any]:
    return {
        "store_id": store_id,
        "external_id": one.order.id,
        "number": one.order.number,
        "member_id": one.member_id,
        "guest_email": one.order.buyer.guest_address,
        "status": one.order.status,
        "stage": one.order.stage.value,
        "placed_at": one.order.placed_at,
        "modified_at": one.order.modified_at,
        "observed_at": one.order.observed_at,
        "digest": one.digest,
        "snapshot": one.order,
        "version_id": one.version_id,
        "award": one.award,
        "shortfall": one.shortfall,
        "unpaid": one.unpaid,
        "settled_at": now,
    }


def award_of(data: dict[str, Any]) -> Award:
    """The award that a column holds."""
    trace = tuple(Step(step["code"], step["facts"]) for step in data.pop("trace"))
    return replace(msgspec.convert({**data, "trace": []}, Award), trace=trace)
