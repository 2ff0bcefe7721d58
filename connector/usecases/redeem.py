"""Redeeming: points are held, and a coupon, a gift card or credit is ordered, in one commit. Dispatch sends it.

The rule kept here: the caller's key makes it once; the same key with another wish is an error, not a second redemption.
"""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from connector.core.foreseen import Refused, Unknown
from connector.core.ledger import Wallet
from connector.core.participation import rates
from connector.core.payout import paid_into
from connector.core.programme import Into, MoneyOnAccount, Payout, Reward, Terms
from connector.core.redemption import Redeemed, coupon, hold
from connector.core.rewards import Fulfilment, ends_at
from connector.db import attachments, made_for, members, outbox, redemptions, rewards
from connector.db.engine import Database
from connector.db.ledger import Books, KeyReused, fingerprint_of
from connector.db.members import Member
from connector.db.redemptions import RedemptionRow
from connector.usecases.attaching import NoOrderDiscounts, attaching
from connector.usecases.customer_groups import groups_of
from connector.usecases.evaluate import quote_cart
from connector.usecases.payouts import account_in, code_of, payment, require_account
from connector.usecases.programmes import versions
from connector.usecases.stores import Store, require_writing

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
    into: Into = Into.COUPON


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
    """Hold `points` for a coupon in `store`; with the number of an `order` for one that is put on it at once. Where the
    programme says so, it is a gift card, or credit on the member's account.

    Raises Refusal, NoSuchMember, NoCoupons, NoGiftCards, NoStoreCredit, NoAccount, NoOrderDiscounts,
    NoSuchThing, KeyReused or StoreError; then nothing has changed.
    """
    require_writing(store)
    groups = groups_of(database, store, member_id)
    request = json.dumps([member_id, store.name, points, *([order] if order is not None else [])])
    with database.write() as connection:
        terms = versions(connection, store.programme_id).latest
        redemption = rates(terms, store.name, groups).redemption
        into = redemption.into if redemption else Into.COUPON
        _require_a_way(store, into, order)
        books = Books.open(connection, [member_id], terms)
        member = member_of(connection, store, member_id)
        wallet = books.wallet(member_id)
        before = redemptions.by_key(connection, key)
        if before is not None:
            require_same_wish(connection, before, wallet, now, request)
            return Redeeming(before, wallet.spendable(now), True, _became(connection, before))
        available = wallet.spendable(now)
        on = (
            attaching(connection, store, member_id, points, available, terms, groups, order)
            if order is not None
            else None
        )
        quoted = on.quoted if on else quote_cart(points, available, terms, None, store.name, groups)
        what = paid_into(redemption, quoted.worth)
        redeemed = a_redemption(points, code_of(store, what, random_code(16)) if what else None)
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
            minimum_spend=0 if what else quoted.minimum_spend,
            created_at=now,
            expires_at=ends_at(quoted.valid_days, now),
        )
        if what:
            person = [member_id, *books.groups.fellows(member_id)]
            _pay_out(connection, store, row, what, terms, member, person, now)
        else:
            issue = coupon(redeemed, quoted, terms, member.email, row.expires_at)
            made_for.add(connection, row.id, quoted.scope.goods, by_amount=True)
            if on:
                attachments.add(connection, row.id, on.reference)
                issue = replace(issue, email=on.order.buyer.email or member.email, order=on.order.id)
            outbox.add(connection, [(store.id, f"issue:{redeemed.id}", issue)], now)
        return Redeeming(row, books.wallet(member_id).spendable(now), False, into)


def _require_a_way(store: Store, into: Into, order: str | None) -> None:
    """Has the store what points are to become? Raises NoCoupons or NoOrderDiscounts."""
    if into is Into.COUPON and store.adapter.coupons is None:
        raise NoCoupons(f"store {store.name} has no coupons to redeem points into")
    if into is not Into.COUPON and order is not None:
        raise NoOrderDiscounts(f"points become {_NAMES[into]} here, which lowers no order: redeem without --order")


_NAMES = {Into.GIFT_CARD: "a gift card", Into.STORE_CREDIT: "store credit"}


def _pay_out(
    connection: Connection,
    store: Store,
    row: RedemptionRow,
    what: Payout,
    terms: Terms,
    member: Member,
    person: list[int],
    now: datetime,
) -> None:
    """Money goes the way of rewards: the store tells when it is there. Raises NoAccount."""
    needed = isinstance(what, MoneyOnAccount)
    customer = (require_account if needed else account_in)(connection, store, person)
    rewards.add(connection, row.id, Reward("", row.points, what, {}), Fulfilment.MONEY, customer, None)
    outbox.add(connection, [payment(store, row.facts, what, terms, member, customer, now)], now)


def _became(connection: Connection, row: RedemptionRow) -> Into:
    taken = rewards.by_reference(connection, row.reference)
    return Into(taken.terms["kind"]) if taken and taken.fulfilment is Fulfilment.MONEY else Into.COUPON


def member_of(connection: Connection, store: Store, member_id: int) -> Member:
    """The member, who belongs to the store's programme. Raises NoSuchMember."""
    member = members.get(connection, member_id)
    if member is None or member.programme_id != store.programme_id:
        raise NoSuchMember(f"member {member_id} does not belong to the programme of store {store.name}")
    return member


def a_redemption(points: int, code: str | None = None) -> Redeemed:
    """A new redemption, with a reference and a code that nobody can guess."""
    return Redeemed(f"r-{random_code(16)}", code or f"loy-{random_code(12)}", points)


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
