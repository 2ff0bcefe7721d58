"""Erased members: who they are, what they were known by, and taking the person out of what is kept.

The rule kept here: a name or an address of an erased person stands nowhere; only its pseudonym does, so that what a
store tells of the person again is recognised and stripped again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from connector.core.commerce import Order
from connector.core.erasure import REASON, known_as
from connector.core.ledger import Account
from connector.db.ledger import net
from connector.db.orders import HeldOrder, digest
from connector.db.tables import (
    address_changes,
    cards,
    claims,
    debts,
    erased_names,
    erasures,
    identities,
    joinings,
    lots,
    member_phones,
    members,
    orders,
    outbox,
    postings,
    redemptions,
    reward_redemptions,
    sure_addresses,
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """When a member was erased and by whom; the points and the debt that left with the person."""

    member_id: int
    erased_at: datetime
    author: str
    points: int
    debt: int


@dataclass(frozen=True, slots=True)
class Name:
    """A pseudonym of an erased member; what was ordered under it in (since, until] was theirs."""

    member_id: int
    pseudonym: str
    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        return self.since < at <= self.until


def get(connection: Connection, member_id: int) -> Erasure | None:
    row = connection.execute(select(erasures).where(erasures.c.member_id == member_id)).one_or_none()
    return Erasure(**row._mapping) if row else None


def with_points(connection: Connection) -> list[tuple[int, int]]:
    """Programme and member, of erased members who have points that can be spent."""
    there = net(Account.AVAILABLE)
    found = (
        select(members.c.programme_id, members.c.id)
        .join(erasures, erasures.c.member_id == members.c.id)
        .join(lots, lots.c.member_id == members.c.id)
        .join(postings, postings.c.lot_id == lots.c.id)
        .group_by(members.c.programme_id, members.c.id)
        .having(there > 0)
        .order_by(members.c.id)
    )
    return [(row.programme_id, row.id) for row in connection.execute(found)]


def any_erased(connection: Connection) -> bool:
    return connection.execute(select(erasures.c.member_id).limit(1)).first() is not None


def any_pseudonyms(connection: Connection) -> bool:
    """Has anybody been erased, or left an address?"""
    left = select(address_changes.c.id).where(address_changes.c.former.is_not(None)).limit(1)
    return any_erased(connection) or connection.execute(left).first() is not None


def names(connection: Connection, pseudonyms: Collection[str]) -> dict[str, list[Name]]:
    """Pseudonym → whose it was and when, for those that are known."""
    found: dict[str, list[Name]] = defaultdict(list)
    if pseudonyms:
        shown = [erased_names.c[name] for name in Name.__dataclass_fields__]
        for row in connection.execute(select(*shown).where(erased_names.c.pseudonym.in_(pseudonyms))):
            found[row.pseudonym].append(Name(**row._mapping))
    return dict(found)


def left_addresses(connection: Connection, member_id: int) -> dict[str, datetime]:
    """Pseudonym → until when, of the addresses that were changed by hand."""
    rows = connection.execute(
        select(address_changes.c.former, func.max(address_changes.c.changed_at))
        .where(address_changes.c.member_id == member_id, address_changes.c.former.is_not(None))
        .group_by(address_changes.c.former)
    )
    return dict(rows.all())


def last_until(connection: Connection, pseudonym: str, otherwise: datetime) -> datetime:
    """Until when whoever had it before was known by this pseudonym."""
    found = select(func.max(erased_names.c.until)).where(erased_names.c.pseudonym == pseudonym)
    return connection.execute(found).scalar() or otherwise


def add(connection: Connection, erasure: Erasure, known_by: Iterable[Name]) -> None:
    """Write the erasure down, and what orders of the person that are yet to come can be recognised by."""
    connection.execute(insert(erasures).values(**asdict(erasure)))
    if rows := [asdict(name) for name in known_by]:
        connection.execute(insert(erased_names), rows)


def blank(connection: Connection, member_id: int) -> None:
    """The member is a number from now on: without name, address, telephone, claims, cards and accounts, and
    owes nothing."""
    connection.execute(update(members).where(members.c.id == member_id).values(email=None, name=""))
    connection.execute(delete(claims).where(claims.c.member_id == member_id))
    connection.execute(delete(identities).where(identities.c.member_id == member_id))
    connection.execute(delete(sure_addresses).where(sure_addresses.c.member_id == member_id))
    connection.execute(delete(cards).where(cards.c.member_id == member_id))
    connection.execute(delete(member_phones).where(member_phones.c.member_id == member_id))
    of_them = or_(joinings.c.member_id == member_id, joinings.c.into_id == member_id)
    connection.execute(update(joinings).where(of_them).values(reason=REASON))
    connection.execute(update(debts).where(debts.c.member_id == member_id).values(shortfall=0))
    taken = select(redemptions.c.id).where(redemptions.c.member_id == member_id)
    of_rewards = update(reward_redemptions).where(reward_redemptions.c.redemption_id.in_(taken))
    connection.execute(of_rewards.values(customer=None, note=None))
    mine = update(redemptions).where(redemptions.c.member_id == member_id)
    connection.execute(mine.values(key="erased:" + redemptions.c.reference))  # it was of the caller's choosing


def know(connection: Connection, store_id: int, erased: Collection[int]) -> None:
    """Orders in the store that bear the number of one of these members are theirs."""
    wanted = {known_as(member): member for member in erased}
    there = select(identities.c.customer).where(
        identities.c.store_id == store_id, identities.c.customer.in_(wanted.keys())
    )
    known = set(connection.execute(there).scalars())
    rows = [
        {"member_id": member, "store_id": store_id, "customer": customer}
        for customer, member in wanted.items()
        if customer not in known
    ]
    if rows:
        connection.execute(insert(identities), rows)


def keep_stripped(connection: Connection, member_id: int, stripped: Iterable[tuple[HeldOrder, Order]]) -> None:
    """Keep these orders without their buyer, as those of an erased member, who owes nothing."""
    rows = [
        {"row_id": row.row_id, "fingerprint": digest(order), "told": msgspec.to_builtins(order)}
        for row, order in stripped
    ]
    if rows:
        changed = update(orders).where(orders.c.id == bindparam("row_id"))
        values = {"member_id": member_id, "guest_email": None, "shortfall": 0}
        told = {"digest": bindparam("fingerprint"), "snapshot": bindparam("told", type_=orders.c.snapshot.type)}
        connection.execute(changed.values(**values, **told), rows)


def effects(connection: Connection, member_id: int) -> list[dict[str, Any]]:
    """What stores were told, or are to be told, to make for the member."""
    shown = (outbox.c.id, outbox.c.kind, outbox.c.payload, outbox.c.created_at, outbox.c.state)
    rows = connection.execute(
        select(*shown)
        .join(redemptions, outbox.c.key.in_([kind + redemptions.c.reference for kind in ("issue:", "grant:")]))
        .where(redemptions.c.member_id == member_id)
        .order_by(outbox.c.id)
    )
    return [dict(row._mapping) for row in rows]


_UNTOLD = {"email": None, "customer": REASON}


def strip_effects(connection: Connection, member_id: int) -> None:
    """Take address and customer out of them."""
    for row in effects(connection, member_id):
        payload = {name: _UNTOLD.get(name, value) for name, value in row["payload"].items()}
        connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(payload=payload))
