"""Redeeming: points are held and a coupon is ordered, in one commit. The coupon itself is sent by dispatch.

The rule kept here: the caller's key makes it once; the same key with another wish is an error, not a second redemption.
"""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connector.core.foreseen import Refused, Unknown
from connector.core.ledger import Wallet
from connector.core.redemption import Redeemed, coupon, hold
from connector.db import attachments, made_for, members, outbox, redemptions
from connector.db.engine import Database
from connector.db.ledger import Books, KeyReused, fingerprint_of
from connector.db.members import Member
from connector.db.redemptions import RedemptionRow
from connector.usecases.attaching import attaching
from connector.usecases.customer_groups import groups_of
from connector.usecases.evaluate import quote_cart
from connector.usecases.programmes import versions
from connector.usecases.stores import Store

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that a shopper could take for something else


class NoSuchMember(Unknown):
    """Nobody by that number in this programme."""


class NoCoupons(Refused):
    """The store's platform has no coupons to redeem into."""


@dataclass(frozen=True, slots=True)
class Redeeming:
    """A redemption made just now, or before under the same key."""

    row: RedemptionRow
    left: int  # points the member can still spend
    replayed: bool


def redeem(
    database: Database,
    store: Store,
    member_id: int,
    points: int,
    *,
    key: str,
    author: str,
    now: datetime,
    order: str | None = None,
) -> Redeeming:
    """Hold `points` for a coupon in `store`; with the number of an `order` for one that is put on it at once.

    Raises Refusal, NoSuchMember, NoCoupons, NoOrderDiscounts, NoSuchThing, KeyReused or StoreError; then nothing has
    changed.
    """
    if store.adapter.coupons is None:
        raise NoCoupons(f"store {store.name} has no coupons to redeem points into")
    groups = groups_of(database, store, member_id)
    request = json.dumps([member_id, store.name, points, *([order] if order is not None else [])])
    with database.write() as connection:
        terms = versions(connection, store.programme_id).latest
        books = Books.open(connection, [member_id], terms)
        member = member_of(connection, store, member_id)
        wallet = books.wallet(member_id)
        before = redemptions.by_key(connection, key)
        if before is not None:
            require_same_wish(connection, before, wallet, now, request)
            return Redeeming(before, wallet.spendable(now), replayed=True)
        available = wallet.spendable(now)
        on = (
            attaching(connection, store, member_id, points, available, terms, groups, order)
            if order is not None
            else None
        )
        quoted = on.quoted if on else quote_cart(points, available, terms, None, store.name, groups)
        redeemed = a_redemption(points)
        expires_at = now + timedelta(days=quoted.valid_days)
        books.post([(member_id, hold(redeemed, wallet, now, author, request))])
        books.write(connection, now)
        row = redemptions.add(
            connection,
            redeemed,
            member_id=member_id,
            store_id=store.id,
            key=key,
            worth=quoted.worth,
            currency=terms.currency,
            minimum_spend=quoted.minimum_spend,
            created_at=now,
            expires_at=expires_at,
        )
        issue = coupon(redeemed, quoted, terms, member.email, expires_at)
        made_for.add(connection, row.id, quoted.scope.goods, by_amount=True)
        if on:
            attachments.add(connection, row.id, on.reference)
            issue = replace(issue, email=on.order.buyer.email or member.email, order=on.order.id)
        outbox.add(connection, [(store.id, f"issue:{redeemed.id}", issue)], now)
        return Redeeming(row, books.wallet(member_id).spendable(now), replayed=False)


def member_of(connection: Connection, store: Store, member_id: int) -> Member:
    """The member, who belongs to the store's programme. Raises NoSuchMember."""
    member = members.get(connection, member_id)
    if member is None or member.programme_id != store.programme_id:
        raise NoSuchMember(f"member {member_id} does not belong to the programme of store {store.name}")
    return member


def a_redemption(points: int) -> Redeemed:
    """A new redemption, with a reference and a code that nobody can guess."""
    return Redeemed(f"r-{random_code(16)}", f"loy-{random_code(12)}", points)


def require_same_wish(
    connection: Connection, before: RedemptionRow, wallet: Wallet, now: datetime, request: str
) -> None:
    """Was it this that was asked for under the key? Raises KeyReused."""
    made = hold(before.facts, wallet, now, "", request)
    if fingerprint_of(connection, made.key) != made.fingerprint:
        raise KeyReused(f"key {before.key} was used for another redemption: {before.points} points")


def random_code(length: int) -> str:
    """What nobody can guess, and a shopper can type."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
