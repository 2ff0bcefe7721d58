"""Recognising an erased person in what a store tells, and forgetting them again.

The rule kept here: what was ordered before the erasure stays the erased member's, however often and in whatever order
the store tells of it, and is stripped before it is kept or compared. What is ordered later is somebody new.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from connector.core.commerce import Buyer, Customer, Gone, Order
from connector.core.erasure import strip
from connector.db import erasures, members, orders
from connector.db.claims import EVER
from connector.db.orders import HeldOrder
from connector.db.pseudonyms import pseudonym
from connector.usecases.stores import Shop


def name_of(store: str, customer: str) -> str:
    """The text whose pseudonym stands for a customer of a store; an address stands for itself."""
    return f"{store}:{customer}"


def strip_erased(
    connection: Connection, store: Shop, seen: Mapping[str, Order], held: Mapping[str, HeldOrder]
) -> dict[str, Order]:
    """Those of these orders that are erased persons', stripped. Inside a write, the store locked."""
    if not seen or not erasures.any_erased(connection):
        return {}
    whose = _whose(connection, store, seen.values(), held)
    erasures.know(connection, store.id, set(whose.values()))
    return {id: strip(seen[id], member) for id, member in whose.items()}


def of_the_erased(
    connection: Connection, store: Shop, ids: Collection[str], seen: Iterable[Order | Gone] = ()
) -> frozenset[str]:
    """Those of these orders that are erased persons', or of which any snapshot among `seen` tells of one."""
    if not ids or not erasures.any_erased(connection):
        return frozenset()
    told = [one for one in seen if isinstance(one, Order)]
    return frozenset(_whose(connection, store, told, orders.held(connection, store.id, ids)))


def _whose(connection: Connection, store: Shop, told: Iterable[Order], held: Mapping[str, HeldOrder]) -> dict[str, int]:
    """Order id → erased member: of what we hold as theirs, and of what is told under a name of theirs."""
    named = [(order, name) for order in told for name in _names(connection, store, order.buyer)]
    spans = erasures.names(connection, {name for _, name in named})
    whose = {
        order.id: span.member_id
        for order, name in named
        for span in spans.get(name, ())
        if span.covers(order.placed_at)
    }
    owners = {id: row.member_id for id, row in held.items() if row.member_id is not None}
    gone = members.erased(connection, set(owners.values()))
    return whose | {id: owner for id, owner in owners.items() if owner in gone}


def _names(connection: Connection, store: Shop, buyer: Buyer) -> list[str]:
    """An account goes by its own name; nobody's account by the card that was shown and by its address."""
    if buyer.customer_id is not None:
        said = [name_of(store.name, buyer.customer_id)]
    else:
        said = [name_of("card", buyer.card)] if buyer.card else []
        said += [buyer.guest_address] if buyer.guest_address else []
    return [pseudonym(connection, store.programme_id, one) for one in said]


def without_erased(connection: Connection, store: Shop, customers: Iterable[Customer]) -> list[Customer]:
    """Those of these accounts that are nobody's who was erased since they opened them."""
    customers = list(customers)
    if not erasures.any_erased(connection):
        return customers
    names = {one.id: pseudonym(connection, store.programme_id, name_of(store.name, one.id)) for one in customers}
    spans = erasures.names(connection, set(names.values()))
    return [
        one
        for one in customers
        if not any((one.registered_at or EVER) <= span.until for span in spans.get(names[one.id], ()))
    ]
