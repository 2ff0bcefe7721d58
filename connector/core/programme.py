"""The programme: the merchant's terms as data. Everything here is said by the programme document; nothing is computed.

The rule kept here: these values plus a snapshot plus a time determine every award; no rule looks anywhere else.
Money is integer minor units of the programme's currency, shares are whole percent, times are aware UTC, multipliers are
exact fractions.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from connector.core.commerce import Promotion
from connector.core.money import Rounding

# What of an order is meant


@dataclass(frozen=True, slots=True)
class Selector:
    """Which goods (C5): products by id or SKU, categories with all below them. Nothing chosen means everything.

    A product chosen or shut out by itself beats its categories.
    """

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    not_products: frozenset[str] = frozenset()
    not_categories: frozenset[str] = frozenset()


EVERYTHING = Selector()


class GiftCards(StrEnum):
    """When money that goes through a gift card earns: once, never twice."""

    BOUGHT = "bought"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class Base:
    """What of an order counts (C2): goods after discounts; tax, shipping and fees by setting.

    Lines that are `without` these promotions only (C7); the part paid with points never counts.
    """

    tax: bool = True
    shipping: bool = False
    fees: bool = False
    goods: Selector = EVERYTHING
    without: frozenset[Promotion] = frozenset()
    gift_cards: GiftCards = GiftCards.SPENT


# Earning


@dataclass(frozen=True, slots=True)
class SpendRule:
    """Points for each step of order value (C1): round(base x points / per), if the base reaches `minimum`."""

    points: int
    per: int
    rounding: Rounding = Rounding.FLOOR
    minimum: int = 0
    goods: Selector = EVERYTHING
    kind: Literal["spend"] = "spend"


@dataclass(frozen=True, slots=True)
class FixedRule:
    """The same points for every order with goods that count (C3), whatever they cost, from `minimum` on."""

    points: int
    minimum: int = 0
    goods: Selector = EVERYTHING
    kind: Literal["fixed"] = "fixed"


class Unassigned(StrEnum):
    """What a product without points of its own earns (C4)."""

    GENERAL = "general"  # by the other rules
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ProductRule:
    """The points set on each product, times its quantity (C4). Lines it pays are out of reach of the other rules."""

    unassigned: Unassigned = Unassigned.GENERAL
    kind: Literal["product"] = "product"


EarnRule = SpendRule | FixedRule | ProductRule


@dataclass(frozen=True, slots=True)
class Campaign:
    """More points for a while (C6), by when the order was placed: from `starts_at` on, before `ends_at`."""

    name: str
    starts_at: datetime
    ends_at: datetime
    times: Fraction
    goods: Selector = EVERYTHING


# When points are given


class Payment(StrEnum):
    """What the till must say before points are given (C15)."""

    ANY = "any"
    BALANCED = "balanced"  # money taken, less money given back, covers what the order costs now


@dataclass(frozen=True, slots=True)
class Grant:
    """When an order's points are given. `statuses` holds the store's own words or stages (C14).

    A stage also stands for those an order reaches after it. An order outside the set has nothing, so leaving the
    set takes the points back (C20). Points are pending for `delay_days` times 24 hours from the award (C16).
    """

    statuses: frozenset[str] = frozenset({"completed"})
    delay_days: int = 0
    payment: Payment = Payment.ANY


# What points buy


class Returns(StrEnum):
    """What a refund gives back of the points spent on the order (C21). A cancelled order always gives back all."""

    PROPORTIONAL = "proportional"  # the share of the goods that came back
    FULL_ONLY = "full_only"  # all, once everything is refunded
    NEVER = "never"


class TaxTreatment(StrEnum):
    """What points that pay are to the tax (C44). Which one is right is the merchant's to know."""

    REDUCES = "reduces"  # a discount: tax is due on what is left
    NONE = "none"  # a means of payment after tax: the tax stays what it was


@dataclass(frozen=True, slots=True)
class Redemption:
    """What points buy: an amount of money off, within caps (C24–C35).

    `points` points are worth `worth` minor units. The share is of the eligible goods in the cart, after other
    discounts; where a store has only coupons it becomes the coupon's minimum spend. `whole` makes it a means of
    payment: all of the cart or nothing (C35).
    """

    points: int
    worth: int
    minimum_points: int = 0
    maximum_points: int | None = None
    maximum_share: int = 100
    block: int = 1  # points are spent in whole multiples of this (C30)
    minimum_order: int = 0
    maximum_order: int | None = None
    goods: Selector = EVERYTHING
    without: frozenset[Promotion] = frozenset()
    groups: frozenset[str] = frozenset()
    whole: bool = False
    shipping: bool = False
    valid_days: int = 30
    returns: Returns = Returns.PROPORTIONAL
    tax: TaxTreatment = TaxTreatment.REDUCES


@dataclass(frozen=True, slots=True)
class PointPrices:
    """What goods cost that are bought with points (C37): `points` for each `per` of a piece's price."""

    points: int
    per: int
    rounding: Rounding = Rounding.CEILING
    goods: Selector = EVERYTHING


# How members rise


class TierBy(StrEnum):
    """What lifts a member."""

    POINTS = "points"  # earned on orders, before any tier multiplies them
    SPEND = "spend"  # what counted of the orders, in minor units
    ORDERS = "orders"


class TierWindow(StrEnum):
    """Which orders count: those granted in it."""

    ROLLING = "rolling"  # the last `months`
    CALENDAR = "calendar"  # this year
    LIFETIME = "lifetime"


@dataclass(frozen=True, slots=True)
class Tier:
    """A level, reached with `threshold` points, minor units or orders; its orders earn `times` as much."""

    name: str
    threshold: int
    times: Fraction = Fraction(1)
    perks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tiers:
    """The levels, lowest first. A level once reached is kept for `grace_days` after its figure is no longer met."""

    by: TierBy
    levels: tuple[Tier, ...]
    window: TierWindow = TierWindow.ROLLING
    months: int = 12
    grace_days: int = 0


# How long points live


class ExpiryPolicy(StrEnum):
    NONE = "none"
    PER_LOT = "per_lot"  # each lot by itself
    FIRST_POINT = "first_point"  # all together, counted from the first point in an empty wallet
    INACTIVITY = "inactivity"  # all together, counted from the last time points were earned or spent
    FIXED_DATE = "fixed_date"  # all that were earned before a day of the year, on the next one


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long unused points live (C55): whole months, to the end of that day in the programme's time zone.

    `day` is (month, day) for FIXED_DATE. Points that come back from a return after their day get `grace_days` more
    (C21).
    """

    policy: ExpiryPolicy = ExpiryPolicy.NONE
    months: int = 0
    day: tuple[int, int] = (12, 31)
    grace_days: int = 14


class Debt(StrEnum):
    """Who bears it when points must be taken back that are already spent (C22)."""

    OWE = "owe"  # other and later points of the member pay for it
    ABSORB = "absorb"  # recorded and reported, never collected


# Who takes part


class Status(StrEnum):
    """C53."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"  # nothing is earned, points can be spent
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Participation:
    """Customer groups that take part (C47). `never` beats `only`; an empty `only` means all.

    `guest_orders`: may somebody whose address is known to be theirs claim what they ordered as a guest (C19)?
    """

    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    guest_orders: bool = True


class OtherCurrencies(StrEnum):
    REFUSE = "refuse"
    CONVERT = "convert"  # at the order's own rate


@dataclass(frozen=True, slots=True)
class Override:
    """Other rates for some stores (C50) or customer groups (C48); an empty set means any. The first that fits is taken,
    and what it says replaces the general rates whole."""

    stores: frozenset[str]
    groups: frozenset[str]
    earning: tuple[EarnRule, ...] | None = None
    redemption: Redemption | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a programme."""

    name: str
    currency: str
    timezone: str
    earning: tuple[EarnRule, ...]
    base: Base = Base()
    grant: Grant = Grant()
    redemption: Redemption | None = None
    prices: PointPrices | None = None
    expiry: Expiry = Expiry()
    debt: Debt = Debt.OWE
    starts_at: datetime | None = None
    status: Status = Status.ACTIVE
    participation: Participation = Participation()
    other_currencies: OtherCurrencies = OtherCurrencies.REFUSE
    campaigns: tuple[Campaign, ...] = ()
    campaigns_stack: bool = False
    overrides: tuple[Override, ...] = ()
    tiers: Tiers | None = None
