"""Rewards: points are held for one of the catalogue, and given up when the member has it. What goes into a store is
sent by dispatch.

The rule kept here: what is left of a reward is counted while nobody else can take one; the caller's key makes a taking
once, as it does a redemption.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from connector.core.effects import Effect, WithdrawDiscount
from connector.core.foreseen import Refused
from connector.core.programme import MoneyOnAccount, MoneyOnCard, Permanent, Reward, Terms
from connector.core.redemption import Redeemed, fulfil, hold, take_back
from connector.core.rewards import (
    NONE_TAKEN,
    Asker,
    Fulfilment,
    Offer,
    amount_off,
    catalogue,
    code_ends_at,
    discount_ends_at,
    find_reward,
    fulfilment,
    goods_of,
    minimum_order,
    quote_reward,
    reward_coupon,
    standing_discount,
)
from connector.db import joining, ledger, made_for, outbox, redemptions, rewards
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.db.members import Member
from connector.db.redemptions import RedemptionRow
from connector.db.rewards import TakenReward
from connector.usecases.customer_groups import groups_of
from connector.usecases.debts import collect_debts
from connector.usecases.payouts import account_in, code_of, ending, payment, require_account
from connector.usecases.programmes import versions
from connector.usecases.redeem import NoCoupons, a_redemption, member_of, random_code, require_same_wish
from connector.usecases.stores import Store, require_writing


class NoStandingDiscounts(Refused):
    """The store's platform has no standing discounts."""


class NotWaiting(Refused):
    """There is nothing to decide about this redemption; the message says why."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A reward taken just now, or before under the same key."""

    row: RedemptionRow
    reward: TakenReward
    left: int  # points the member can still spend
    replayed: bool


def take_reward(
    database: Database, store: Store, member_id: int, name: str, *, key: str, author: str, now: datetime
) -> Taking:
    """Hold the points of a reward for a member, and order what the store must do for it.

    Raises Refusal, NoSuchMember, NoCoupons, NoStandingDiscounts, NoGiftCards, NoStoreCredit, NoAccount or
    KeyReused, and then nothing has changed.
    """
    require_writing(store)
    groups = groups_of(database, store, member_id)
    request = json.dumps([member_id, store.name, "reward", name])
    with database.write() as connection:
        terms = versions(connection, store.programme_id).latest
        rewards.lock(connection, store.programme_id)
        books = Books.open(connection, [member_id], terms)
        member = member_of(connection, store, member_id)
        wallet = books.wallet(member_id)
        before = redemptions.by_key(connection, key)
        if before is not None:
            require_same_wish(connection, before, wallet, now, request)
            return Taking(before, _taken(connection, before.reference), wallet.spendable(now), replayed=True)
        reward = find_reward(terms, name)
        fellows = books.groups.fellows(member_id)
        taken = rewards.taken(connection, store.programme_id, fellows).get(name, NONE_TAKEN)
        quote_reward(reward, terms, wallet.spendable(now), taken, groups, now)
        money = reward.what if isinstance(reward.what, MoneyOnCard | MoneyOnAccount) else None
        redeemed = a_redemption(reward.points, code_of(store, money, random_code(16)) if money else None)
        ends_at = discount_ends_at(reward.what, terms, now) if isinstance(reward.what, Permanent) else None
        expires_at = code_ends_at(reward, now)
        customer = _account(connection, store, reward, [member_id, *fellows])
        effects = (
            [payment(store, redeemed, money, terms, member, customer, now)]
            if money
            else _effects(store, member, redeemed, reward, terms, expires_at, customer, ends_at)
        )
        books.post([(member_id, hold(redeemed, wallet, now, author, request))])
        if fulfilment(reward) is Fulfilment.AT_ONCE:
            given = fulfil(redeemed.id, books.wallet(member_id), now, "reward given", author)
            books.post([(member_id, given)] if given else [])
        books.write(connection, now)
        row = redemptions.add(
            connection,
            redeemed,
            member_id=member_id,
            store_id=store.id,
            key=key,
            worth=amount_off(reward),
            currency=terms.currency,
            minimum_spend=minimum_order(reward),
            created_at=now,
            expires_at=expires_at,
        )
        rewards.add(connection, row.id, reward, fulfilment(reward), customer, ends_at)
        made_for.add(connection, row.id, goods_of(reward), by_amount=False)
        outbox.add(connection, effects, now)
        left = books.wallet(member_id).spendable(now)
        return Taking(row, _taken(connection, row.reference), left, replayed=False)


def offers(database: Database, store: Store, member_id: int | None, now: datetime) -> tuple[Offer, ...]:
    """The catalogue of the store's programme, for this member or for nobody in particular."""
    groups = groups_of(database, store, member_id) if member_id is not None else frozenset()
    with database.read() as connection:
        terms = versions(connection, store.programme_id).latest
        asker, person = None, list[int]()
        if member_id is not None:
            person = joining.groups(connection, [member_id]).fellows(member_id)
            wallet = ledger.wallets(connection, [member_id], terms)[member_id]
            asker = Asker(wallet.spendable(now), groups)
        return catalogue(terms, rewards.taken(connection, store.programme_id, person), now, asker)


def open_rewards(database: Database) -> list[TakenReward]:
    """What waits for a person to confirm or reject it, oldest first."""
    with database.read() as connection:
        return rewards.waiting(connection)


def confirm(database: Database, reference: str, *, author: str, now: datetime) -> TakenReward:
    """The member has the reward of this reference or code: its points are redeemed. Raises NotWaiting."""
    with database.write() as connection:
        found, _, books = _opened(connection, reference)
        reference = found.reference
        if found.fulfilment is not Fulfilment.MERCHANT:
            raise NotWaiting(f"reward {reference} is not one that a person confirms")
        given = fulfil(reference, books.wallet(found.member_id), now, "reward confirmed", author)
        if given is None:
            raise NotWaiting(_why(found))
        books.post([(found.member_id, given)])
        books.write(connection, now)
        rewards.decide(connection, reference, author, "confirmed", now)
        return _taken(connection, reference)


def reject(database: Database, reference: str, reason: str, *, author: str, now: datetime) -> TakenReward:
    """The member does not get the reward, or loses a standing discount: its points come back. Raises NotWaiting.

    Of a gift card and of credit those of what is left come back, once the store has told.
    """
    with database.write() as connection:
        found, terms, books = _opened(connection, reference)
        reference = found.reference
        if found.fulfilment is Fulfilment.MONEY:
            _take_money_back(connection, found, reason, author, now)
            return _taken(connection, reference)
        if found.fulfilment not in (Fulfilment.MERCHANT, Fulfilment.STORE):
            raise NotWaiting(f"reward {reference} is not one that a person rejects; an unused code ends by itself")
        if found.fulfilment is Fulfilment.MERCHANT and not found.held:
            raise NotWaiting(_why(found))
        back = take_back(reference, books.wallet(found.member_id), terms, now, reason, author)
        if back is None or found.decided_at is not None:
            raise NotWaiting(_why(found))
        books.post([(found.member_id, back)])
        collect_debts(connection, books, terms.debt, now)
        books.write(connection, now)
        rewards.decide(connection, reference, author, reason, now)
        if found.fulfilment is Fulfilment.STORE:
            outbox.add(connection, _withdrawal(found, reason), now)
        return _taken(connection, reference)


def _take_money_back(connection: Connection, found: TakenReward, reason: str, author: str, now: datetime) -> None:
    row = redemptions.by_reference(connection, found.reference)
    if row is None or found.decided_at is not None or not (found.held or found.redeemed):
        raise NotWaiting(_why(found))
    if found.terms["kind"] == MoneyOnAccount.kind and found.customer is None:
        raise NotWaiting(f"whose account has the money of {found.reference} is not known any more: they are erased")
    rewards.decide(connection, found.reference, author, reason, now)
    outbox.add(connection, [ending(row, found.terms["kind"], found.customer, reason, author, now)], now)


def taken_reward(database: Database, reference: str) -> TakenReward:
    """A taken reward as it is now. Raises NotWaiting."""
    with database.read() as connection:
        return _taken(connection, reference)


def is_closing(database: Database, reference: str) -> bool:
    """Has the store not told yet what is left of money that is taken back?"""
    with database.read() as connection:
        return outbox.is_open(connection, f"close:{reference}")


def end_discounts(database: Database, now: datetime, limit: int = 500) -> int:
    """Order the end of standing discounts whose time is over. Their points stay redeemed."""
    with database.write() as connection:
        ended = rewards.ended(connection, now, limit)
        for one in ended:
            rewards.decide(connection, one.reference, "programme", "its time is over", now)
            outbox.add(connection, _withdrawal(one, "its time is over"), now)
        return len(ended)


def withdraw_discounts(connection: Connection, person: Collection[int], reason: str, now: datetime) -> None:
    """Take standing discounts off the accounts of members who go. Their points stay where they are."""
    for one in rewards.standing(connection, person):
        rewards.decide(connection, one.reference, "programme", reason, now)
        outbox.add(connection, _withdrawal(one, reason), now)


def _opened(connection: Connection, reference: str) -> tuple[TakenReward, Terms, Books]:
    """A taken reward as it is once its member is locked, its programme's terms, the member's books. Raises
    NotWaiting."""
    found = _taken(connection, reference)
    terms = versions(connection, found.programme_id).latest
    books = Books.open(connection, [found.member_id], terms)
    return _taken(connection, reference), terms, books


def _why(found: TakenReward) -> str:
    """Why there is nothing to decide."""
    if found.decided_at is not None:
        return (
            f"reward {found.reference} was decided on {found.decided_at:%Y-%m-%d} by {found.decided_by}: {found.note}"
        )
    return f"the points of reward {found.reference} are neither held nor redeemed"


def _account(connection: Connection, store: Store, reward: Reward, person: list[int]) -> str | None:
    """The customer whose account in the store it is for; None where the reward needs none. Raises NoAccount."""
    match reward.what:
        case Permanent() | MoneyOnAccount():
            return require_account(connection, store, person)
        case MoneyOnCard():
            return account_in(connection, store, person)
        case _:
            return None


def _effects(
    store: Store,
    member: Member,
    redeemed: Redeemed,
    reward: Reward,
    terms: Terms,
    expires_at: datetime,
    customer: str | None,
    ends_at: datetime | None,
) -> list[tuple[int, str, Effect]]:
    """What the store is to be told of a taking."""
    if fulfilment(reward) is Fulfilment.ORDER:
        if store.adapter.coupons is None:
            raise NoCoupons(f"store {store.name} has no coupons to give a reward by")
        return [(store.id, f"issue:{redeemed.id}", reward_coupon(redeemed, reward, terms, member.email, expires_at))]
    if not isinstance(reward.what, Permanent) or customer is None:
        return []
    if store.adapter.standing_discounts is None:
        raise NoStandingDiscounts(f"store {store.name} has no standing discounts")
    grant = standing_discount(redeemed, reward, reward.what, terms, customer, ends_at)
    return [(store.id, f"grant:{redeemed.id}", grant)]


def _withdrawal(taken: TakenReward, reason: str) -> list[tuple[int, str, Effect]]:
    withdraw = WithdrawDiscount(taken.reference, taken.customer or "", reason, taken.code)
    return [(taken.store_id, f"withdraw:{taken.reference}", withdraw)]


def _taken(connection: Connection, reference: str) -> TakenReward:
    taken = rewards.by_reference(connection, reference)
    if taken is None:
        raise NotWaiting(f"no reward was taken under {reference}; `loyalty reward open` lists those that wait")
    return taken
