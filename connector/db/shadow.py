"""What another system said that members have: kept as it was told, file by file.

The rule kept here: nothing of it enters the books; a file is kept whole or not at all, and forgotten whole.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, ScalarSelect, Table, and_, delete, func, insert, or_, select, update

from connector.core.commerce import Order
from connector.core.earning import Award
from connector.db.orders import award_of
from connector.db.tables import (
    erasures,
    identities,
    orders,
    shadow_balances,
    shadow_orders,
    shadow_readings,
    stores,
)

_AT_ONCE = 500  # numbers


@dataclass(frozen=True, slots=True)
class Reading:
    """A file of the other system: what it said at `taken_at`."""

    id: int
    store: str
    batch: str
    taken_at: datetime
    imported_at: datetime
    author: str
    balances: int
    orders: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has there. `member_id` None: this customer of the store, or else nobody whom we know."""

    member_id: int | None
    customer: str | None
    points: int


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """What an order gave there and what was spent on it."""

    number: str
    earned: int
    spent: int


@dataclass(frozen=True, slots=True)
class JudgedOrder:
    """An order as we hold it."""

    id: str
    number: str
    member_id: int
    order: Order
    award: Award


def add(
    connection: Connection,
    store_id: int,
    batch: str,
    taken_at: datetime,
    author: str,
    now: datetime,
    balances: Iterable[Told],
    told_orders: Iterable[ToldOrder],
) -> int:
    """Keep a file. Returns its number."""
    values = {"store_id": store_id, "batch": batch, "taken_at": taken_at, "imported_at": now, "author": author}
    reading: int = connection.execute(
        insert(shadow_readings).values(**values).returning(shadow_readings.c.id)
    ).scalar_one()
    found = [
        {"shadow_reading_id": reading, "member_id": one.member_id, "customer": one.customer, "points": one.points}
        for one in balances
    ]
    if found:
        connection.execute(insert(shadow_balances), found)
    on_orders = [
        {"shadow_reading_id": reading, "number": one.number, "earned": one.earned, "spent": one.spent}
        for one in told_orders
    ]
    if on_orders:
        connection.execute(insert(shadow_orders), on_orders)
    return reading


def readings(connection: Connection, store_id: int) -> list[Reading]:
    """All files of the store, by the time that they speak of."""
    rows = connection.execute(
        select(
            shadow_readings,
            stores.c.name.label("store"),
            _rows_of(shadow_balances).label("balances"),
            _rows_of(shadow_orders).label("orders"),
        )
        .join(stores, stores.c.id == shadow_readings.c.store_id)
        .where(shadow_readings.c.store_id == store_id)
        .order_by(shadow_readings.c.taken_at)
    )
    return [Reading(**{name: getattr(row, name) for name in Reading.__dataclass_fields__}) for row in rows]


def _rows_of(table: Table) -> ScalarSelect[Any]:
    reading = shadow_readings.c.id
    return select(func.count()).where(table.c.shadow_reading_id == reading).correlate(shadow_readings).scalar_subquery()


def forget(connection: Connection, reading_ids: Collection[int]) -> None:
    """Drop these files."""
    for table in (shadow_balances, shadow_orders):
        connection.execute(delete(table).where(table.c.shadow_reading_id.in_(reading_ids)))
    connection.execute(delete(shadow_readings).where(shadow_readings.c.id.in_(reading_ids)))


def balances(connection: Connection, reading_id: int) -> list[Told]:
    """What the file says of everybody; who became a member since it was read is one."""
    of_customer = and_(
        identities.c.store_id == shadow_readings.c.store_id, identities.c.customer == shadow_balances.c.customer
    )
    rows = connection.execute(
        select(
            func.coalesce(shadow_balances.c.member_id, identities.c.member_id).label("member_id"),
            shadow_balances.c.customer,
            shadow_balances.c.points,
        )
        .join(shadow_readings, shadow_readings.c.id == shadow_balances.c.shadow_reading_id)
        .outerjoin(identities, of_customer)
        .where(shadow_balances.c.shadow_reading_id == reading_id)
        .order_by(shadow_balances.c.id)
    )
    return [Told(**row._mapping) for row in rows]


def orders_told(connection: Connection, store_id: int, until: datetime) -> dict[str, ToldOrder]:
    """What was last told of each order in the files that speak of a time until then."""
    rows = connection.execute(
        select(shadow_orders.c.number, shadow_orders.c.earned, shadow_orders.c.spent)
        .join(shadow_readings, shadow_readings.c.id == shadow_orders.c.shadow_reading_id)
        .where(shadow_readings.c.store_id == store_id, shadow_readings.c.taken_at <= until)
        .order_by(shadow_readings.c.taken_at)
    )
    return {row.number: ToldOrder(**row._mapping) for row in rows}


def numbers_known(connection: Connection, store_id: int, numbers: Collection[str]) -> set[str]:
    """Those of these numbers or ids that are orders of a member in our books."""
    found: set[str] = set()
    wanted = list(numbers)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for name in (orders.c.number, orders.c.external_id):
            ours = (orders.c.store_id == store_id, orders.c.member_id.is_not(None))
            found.update(connection.execute(select(name).where(*ours, name.in_(some))).scalars())
    return found


def orders_of(connection: Connection, store_id: int, ids: Collection[int]) -> list[JudgedOrder]:
    """The orders of these members in the store, as they were last judged."""
    rows = connection.execute(
        select(orders.c.external_id, orders.c.number, orders.c.member_id, orders.c.snapshot, orders.c.award).where(
            orders.c.store_id == store_id, orders.c.member_id.in_(ids)
        )
    )
    return [
        JudgedOrder(
            row.external_id, row.number, row.member_id, msgspec.convert(row.snapshot, Order), award_of(row.award)
        )
        for row in rows
    ]


def members_of(connection: Connection, store_id: int) -> list[int]:
    """Everybody who is a customer of the store and has not been erased."""
    found = select(identities.c.member_id).where(
        identities.c.store_id == store_id, identities.c.member_id.not_in(select(erasures.c.member_id))
    )
    return list(connection.execute(found.distinct().order_by(identities.c.member_id)).scalars())


def of_members(connection: Connection, ids: Collection[int]) -> list[dict[str, Any]]:
    """What was told of these members."""
    rows = connection.execute(
        select(stores.c.name.label("store"), shadow_readings.c.taken_at, shadow_balances.c.points)
        .join(shadow_readings, shadow_readings.c.id == shadow_balances.c.shadow_reading_id)
        .join(stores, stores.c.id == shadow_readings.c.store_id)
        .where(shadow_balances.c.member_id.in_(ids))
        .order_by(shadow_balances.c.id)
    )
    return [dict(row._mapping) for row in rows]


def forget_member(connection: Connection, member_id: int) -> None:
    """What was told of the member is nobody's. Their customers of stores are still known."""
    theirs = select(identities.c.customer).where(
        identities.c.member_id == member_id, identities.c.store_id == shadow_readings.c.store_id
    )
    as_customers = (
        select(shadow_balances.c.id)
        .join(shadow_readings, shadow_readings.c.id == shadow_balances.c.shadow_reading_id)
        .where(shadow_balances.c.customer.in_(theirs))
    )
    whose = or_(shadow_balances.c.member_id == member_id, shadow_balances.c.id.in_(as_customers))
    connection.execute(update(shadow_balances).where(whose).values(member_id=None, customer=None))
