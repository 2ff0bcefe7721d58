"""Who a member is, and all that is held of them: what an export tells and an erasure takes away.

The rule kept here: one question finds it for both, so nothing can be exported that would not be erased. An address
counts as theirs from when somebody else last used it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from connector.adapter import Hint, Snapshot
from connector.core.commerce import Order
from connector.db import cards, claims, erasures, inbox, members, orders, stores
from connector.db.cards import Card
from connector.db.claims import ClaimedAddress
from connector.db.inbox import POLL
from connector.db.members import Identity, Member
from connector.db.orders import HeldOrder
from connector.db.pseudonyms import pseudonym
from connector.db.stores import StoreRow
from connector.usecases.stores import Store

Span = tuple[datetime, datetime]  # after, until


@dataclass(frozen=True, slots=True)
class OrderOf:
    """An order of the person's, as it is held."""

    store: StoreRow
    row: HeldOrder
    order: Order


@dataclass(frozen=True, slots=True)
class Person:
    """A member with what tells who they are, and their orders, those as a guest among them."""

    member: Member
    identities: list[Identity]
    cards: list[Card]
    claims: list[ClaimedAddress]
    addresses: Mapping[str, list[Span]]  # when each was theirs
    stores: list[StoreRow]  # of the programme
    orders: list[OrderOf]


def person(connection: Connection, member: Member, now: datetime) -> Person:
    """All that tells who this member is. Reads only."""
    of_programme = [store for store in stores.listed(connection) if store.programme_id == member.programme_id]
    of_id = {store.id: store for store in of_programme}
    found = {
        (one.store_id, one.row.external_id): OrderOf(of_id[one.store_id], one.row, one.order)
        for one in orders.of_members(connection, [member.id])
    }
    claimed = claims.of_member(connection, member.id)
    addresses = _addresses(connection, member, claimed, found.values(), of_programme, now)
    for store in of_programme:
        for address, spans in addresses.items():
            for since, until in spans:
                for row, order in orders.of_guest(connection, store.id, address, since, until):
                    if row.member_id is None:
                        found[store.id, row.external_id] = OrderOf(store, row, order)
    known_as = members.identities_of(connection, [member.id])
    return Person(
        member,
        known_as,
        cards.of_members(connection, [member.id]),
        claimed,
        addresses,
        of_programme,
        list(found.values()),
    )


def _addresses(
    connection: Connection,
    member: Member,
    claimed: Iterable[ClaimedAddress],
    ordered: Iterable[OrderOf],
    of_programme: Iterable[StoreRow],
    now: datetime,
) -> dict[str, list[Span]]:
    """Address → when it was theirs: claimed, on orders of their account, left by hand, and the present one."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in claimed:
        spans[one.email].append((one.since, one.claimed_at))
    last: dict[str, datetime] = {}
    for one_order in ordered:
        address = one_order.order.buyer.address
        if address and one_order.order.buyer.customer_id is not None:
            last[address] = max(one_order.order.placed_at, last.get(address, one_order.order.placed_at))
    if left := erasures.left_addresses(connection, member.id):
        for address in {one for store in of_programme for one in orders.guest_addresses(connection, store.id)}:
            if until := left.get(pseudonym(connection, member.programme_id, address)):
                last[address] = max(until, last.get(address, until))
    if member.email:
        last[member.email] = now
    for address, until in last.items():
        since = claims.last_use_by_others(connection, member.programme_id, member.id, address, until)
        if since < until:
            spans[address].append((since, until))
    return dict(spans)


@dataclass(frozen=True, slots=True)
class LetterAbout:
    """A row of the inbox that is about the person. `order_id` is None where it cannot be read, and only names them."""

    row: Row[Any]
    order_id: str | None


def letters(connection: Connection, who: Person, connected: Iterable[Store]) -> Iterator[LetterAbout]:
    """What stores told of the person, as far as it is still kept as it came."""
    adapters = {store.id: store for store in connected}
    named = [address.encode() for address in who.addresses]
    theirs = {(one.store.id, one.row.external_id) for one in who.orders}
    customers = {(one.store, one.customer) for one in who.identities}
    for store in who.stores:
        for row in inbox.with_content(connection, store.id):
            order_id, customer = _told(adapters.get(store.id), row)
            about = (store.id, order_id) in theirs or (store.name, customer) in customers
            if about or any(address in row.body.lower() for address in named):
                yield LetterAbout(row, order_id)


def _told(store: Store | None, row: Row[Any]) -> tuple[str | None, str | None]:
    """Which order and whose, where the letter says so."""
    if row.source == POLL or store is None or store.adapter.webhooks is None:
        return row.subject, None
    try:
        event = store.adapter.webhooks.parse(row.headers, row.body, row.received_at)
    except Exception:  # a letter that cannot be read tells only what stands in it
        return row.subject, None
    match event:
        case Snapshot(order):
            return order.id, order.buyer.customer_id
        case Hint(order_id):
            return order_id, None
    return None, None
