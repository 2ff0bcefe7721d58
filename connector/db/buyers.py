"""The members who ordered in a store, and all their orders there, some members at a time.

The rule kept here: a member's orders come together, and who is joined to another comes as one with them; the erased
are left out, whose orders give nobody anything.
"""

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection, func, select

from connector.core.commerce import Order
from connector.db.tables import erasures, joined, orders


def buyers(connection: Connection, store_id: int) -> list[int]:
    """Who stands for each member with an order in the store, by number."""
    root = func.coalesce(joined.c.root_id, orders.c.member_id)
    rows = connection.execute(
        select(root)
        .outerjoin(joined, joined.c.member_id == orders.c.member_id)
        .where(
            orders.c.store_id == store_id,
            orders.c.member_id.is_not(None),
            orders.c.member_id.not_in(select(erasures.c.member_id)),
        )
        .distinct()
        .order_by(root)
    )
    return list(rows.scalars())


def orders_of(connection: Connection, store_id: int, roots: Collection[int]) -> dict[int, list[Order]]:
    """All orders in the store of those for whom these stand, as they were last seen."""
    fellows = dict(
        connection.execute(select(joined.c.member_id, joined.c.root_id).where(joined.c.root_id.in_(roots))).all()
    )
    found: dict[int, list[Order]] = {root: [] for root in roots}
    for member, order in _snapshots(connection, store_id, {*roots, *fellows}):
        found[fellows.get(member, member)].append(order)
    return found


def _snapshots(connection: Connection, store_id: int, members: Collection[int]) -> Iterator[tuple[int, Order]]:
    rows = connection.execute(
        select(orders.c.member_id, orders.c.snapshot).where(
            orders.c.member_id.in_(members),
            orders.c.store_id == store_id,
            orders.c.member_id.not_in(select(erasures.c.member_id)),
        )
    )
    for row in rows:
        yield row.member_id, msgspec.convert(row.snapshot, Order)
