"""Recognising an erased person in what a store tells, and forgetting them again.

The rule kept here: what was ordered before the erasure stays the erased member's, however often and in whatever order
the store tells of it, and is stripped before it is kept or compared. What is ordered later is somebody new.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from connector.core.commerce import Buyer, Order
from connector.core.erasure import strip
from connector.db import erasures, orders
from connector.db.orders import HeldOrder
from connector.db.pseudonyms import pseudonym
from connector.usecases.stores import Store


def name_of(store: str, customer: str) -> str:
    """The text whose pseudonym stands for a customer of a store; an address stands for itself."""
    return f"{store}:{customer}"


def strip_erased(
    connection: Connection, store: Store, seen: Mapping[str, Order], held: Mapping[str, HeldOrder]
) -> dict[str, Order]:
    """Those of these orders that are erased persons', stripped. Inside a write, the store locked."""
    if not seen or not erasures.any_erased(connection):
        return {}
    owners = {id: row.member_id for id, row in held.items() if row.member_id is not None}
    gone = erasures.among(connection, set(owners.values()))
    named = {id: name for id, order in seen.items() if (name := _name(connection, store, order.buyer))}
    spans = erasures.names(connection, set(named.values()))
    whose = {
        id: span.member_id
        for id, name in named.items()
        for span in spans.get(name, ())
        if span.covers(seen[id].placed_at)
    }
    whose |= {id: owner for id, owner in owners.items() if owner in gone}
    found = {id: strip(order, whose[id]) for id, order in seen.items() if id in whose}
    erasures.know(connection, store.id, set(whose.values()))
    return found


def of_the_erased(connection: Connection, store_id: int, ids: Collection[str]) -> frozenset[str]:
    """Those of these orders that we hold as erased persons'."""
    if not ids or not erasures.any_erased(connection):
        return frozenset()
    held = orders.held(connection, store_id, ids)
    gone = erasures.among(connection, {row.member_id for row in held.values() if row.member_id is not None})
    return frozenset(id for id, row in held.items() if row.member_id in gone)


def _name(connection: Connection, store: Store, buyer: Buyer) -> str | None:
    said = name_of(store.name, buyer.customer_id) if buyer.customer_id is not None else buyer.guest_address
    return pseudonym(connection, store.programme_id, said) if said else None
