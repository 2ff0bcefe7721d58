"""The catalogue: what points buy beside an amount off, and who may have it now (C36, C38–C43, C45, C61).

The rule kept here: whether somebody may take a reward is asked of one function, and a refusal changes nothing. Stock
and limits count what was taken and not given back, so what comes back can be taken again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from connector.core.effects import GrantDiscount, IssueCoupon
from connector.core.expiry import months_after
from connector.core.participation import bar_to_spending
from connector.core.programme import (
    EVERYTHING,
    FreeShipping,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Permanent,
    ProductForPoints,
    Reward,
    Selector,
    Terms,
    Wording,
)
from connector.core.quote import Refusal
from connector.core.redemption import Redeemed


class Fulfilment(StrEnum):
    """What makes a taken reward the member's for good."""

    ORDER = "order"  # an order uses its code
    STORE = "store"  # the store has put it on the account
    MERCHANT = "merchant"  # a person says that it was handed out
    AT_ONCE = "at_once"
    MONEY = "money"  # the store has the gift card, or the credit


def fulfilment(reward: Reward) -> Fulfilment:
    match reward.what:
        case ProductForPoints(confirm=True) | Gift(confirm=True):
            return Fulfilment.MERCHANT
        case OneOff() | FreeShipping() | ProductForPoints():
            return Fulfilment.ORDER
        case Permanent():
            return Fulfilment.STORE
        case Gift():
            return Fulfilment.AT_ONCE
        case MoneyOnCard() | MoneyOnAccount():
            return Fulfilment.MONEY


@dataclass(frozen=True, slots=True)
class Taken:
    """How many of a reward were taken and not given back: by all members, and by the one who asks."""

    by_all: int = 0
    by_member: int = 0


NONE_TAKEN = Taken()


@dataclass(frozen=True, slots=True)
class RewardQuote:
    """What a reward costs, and what is left after it: of the member's points, and of the stock (None: no end)."""

    points: int
    left: int
    stock: int | None


def quote_reward(
    reward: Reward, terms: Terms, available: int, taken: Taken, groups: Collection[str], now: datetime
) -> RewardQuote:
    """May a member of these groups with `available` points take the reward now? Raises Refusal."""
    if bar := bar_to_spending(groups, terms):
        raise Refusal(bar, 0, 0)
    if reward.starts_at and now < reward.starts_at:
        raise Refusal("not_yet", 0, 0)
    if reward.ends_at and now >= reward.ends_at:
        raise Refusal("no_longer", 0, 0)
    if not _is_for(reward, groups):
        raise Refusal("reward_groups", 0, 0)
    left = stock_left(reward, taken)
    if left == 0:
        raise Refusal("sold_out", 0, 0)
    if reward.per_member is not None and taken.by_member >= reward.per_member:
        raise Refusal("member_limit", reward.per_member, 0)
    if available < reward.points:
        raise Refusal("balance", available, 0)
    return RewardQuote(reward.points, available - reward.points, None if left is None else left - 1)


def stock_left(reward: Reward, taken: Taken) -> int | None:
    """How many there still are; None where there is no end of them."""
    return None if reward.stock is None else max(0, reward.stock - taken.by_all)


def find_reward(terms: Terms, name: str) -> Reward:
    """The reward of this name. Raises Refusal."""
    for reward in terms.rewards:
        if reward.name == name:
            return reward
    raise Refusal("no_reward", 0, 0)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the catalogue."""

    available: int
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward in the catalogue: how many are left (None: no end), and why it cannot be taken now, if it cannot."""

    reward: Reward
    stock: int | None
    refusal: Refusal | None


def catalogue(terms: Terms, taken: Mapping[str, Taken], now: datetime, asker: Asker | None = None) -> tuple[Offer, ...]:
    """What is on offer now, in the merchant's order, affordable or not; to nobody in particular what any group sees."""
    offers = []
    for reward in terms.rewards:
        of_reward = taken.get(reward.name, NONE_TAKEN)
        refusal = _refusal(reward, terms, of_reward, now, asker)
        if refusal is None or refusal.code not in _NOT_SHOWN:
            offers.append(Offer(reward, stock_left(reward, of_reward), refusal))
    return tuple(offers)


_NOT_SHOWN = frozenset({"not_yet", "no_longer", "reward_groups", "group_never", "programme_draft", "programme_closed"})


def _refusal(reward: Reward, terms: Terms, taken: Taken, now: datetime, asker: Asker | None) -> Refusal | None:
    who = asker or Asker(reward.points, reward.groups)
    of_them = taken if asker else replace(taken, by_member=0)
    try:
        quote_reward(reward, terms, who.available, of_them, who.groups, now)
    except Refusal as refusal:
        return refusal
    return None


def _is_for(reward: Reward, groups: Collection[str]) -> bool:
    return not reward.groups or not reward.groups.isdisjoint(groups)


def amount_off(reward: Reward) -> int:
    """What the reward takes off or is in minor units, where that is an amount."""
    match reward.what:
        case OneOff(amount=amount) | Permanent(amount=amount):
            return amount
        case MoneyOnCard(amount=amount) | MoneyOnAccount(amount=amount):
            return amount
        case FreeShipping() | ProductForPoints() | Gift():
            return 0


def goods_of(reward: Reward) -> Selector:
    """The goods that a reward's code is for."""
    match reward.what:
        case OneOff(goods=goods):
            return goods
        case ProductForPoints(product=product, confirm=False):
            return Selector(products=frozenset({product}))
        case FreeShipping() | ProductForPoints() | Permanent() | Gift() | MoneyOnCard() | MoneyOnAccount():
            return EVERYTHING


def minimum_order(reward: Reward) -> int:
    match reward.what:
        case OneOff(minimum_order=minimum) | FreeShipping(minimum_order=minimum):
            return minimum
        case ProductForPoints() | Permanent() | Gift() | MoneyOnCard() | MoneyOnAccount():
            return 0


def ends_at(days: int | None, now: datetime) -> datetime:
    """When what is valid for so many days ends; at once, where there is no end of it."""
    return now + timedelta(days=days or 0)


def code_ends_at(reward: Reward, now: datetime) -> datetime:
    """When the code or the money of a reward ends that is taken now; at once, where there is none, or no end of it."""
    match reward.what:
        case OneOff(valid_days=days) | FreeShipping(valid_days=days) | ProductForPoints(valid_days=days):
            return ends_at(days, now)
        case MoneyOnCard(valid_days=days) | MoneyOnAccount(valid_days=days):
            return ends_at(days, now)
        case Permanent() | Gift():
            return now


def discount_ends_at(what: Permanent, terms: Terms, now: datetime) -> datetime | None:
    """When a standing discount that is granted now ends; None: never. Months are counted on the programme's calendar,
    to the end of the last day."""
    if what.months is not None:
        return months_after(now, what.months, terms.timezone)
    return None if what.days is None else now + timedelta(days=what.days)


def reward_coupon(
    redemption: Redeemed, reward: Reward, terms: Terms, email: str | None, expires_at: datetime
) -> IssueCoupon:
    """The coupon that stands for a taken reward in a store."""
    description = f"{said(reward.title, 'en')}: {redemption.points} points of {terms.name}"
    plain = IssueCoupon(redemption.id, redemption.code, 0, terms.currency, 0, email, expires_at, description)
    match reward.what:
        case OneOff() as one:
            products, categories = tuple(sorted(one.goods.products)), tuple(sorted(one.goods.categories))
            return replace(
                plain,
                amount=one.amount,
                percent=one.percent,
                minimum_spend=one.minimum_order,
                products=products,
                categories=categories,
                sale_items=one.sale_items,
                pieces=1 if one.amount and (products or categories) else None,
            )
        case FreeShipping() as free:
            methods = tuple(sorted(free.methods))
            return replace(plain, free_shipping=True, shipping_methods=methods, minimum_spend=free.minimum_order)
        case ProductForPoints(product=product):
            return replace(plain, percent=100, products=(product,), pieces=1)
        case Permanent() | Gift() | MoneyOnCard() | MoneyOnAccount():
            raise ValueError(f"reward {reward.name} goes by no coupon")


def standing_discount(
    redemption: Redeemed, reward: Reward, what: Permanent, terms: Terms, customer: str, ends_at: datetime | None
) -> GrantDiscount:
    """The discount that a taken reward puts on the customer's account in a store."""
    description = f"{said(reward.title, 'en')}: {redemption.points} points of {terms.name}"
    return GrantDiscount(
        redemption.id, customer, what.amount, what.percent, terms.currency, ends_at, description, redemption.code
    )


def said(texts: Wording, language: str) -> str:
    """The text in this language, or else the one for all others, or else the first there is."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
