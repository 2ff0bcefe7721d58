"""The programme: the merchant's terms as data. Everything here is said by the programme document; nothing is computed.

The rule kept here: these values plus a snapshot plus a time determine every award; no rule looks anywhere else.
Money is integer minor units of the programme's currency, shares are whole percent, times are aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from connector.core.money import Rounding


@dataclass(frozen=True, slots=True)
class SpendRule:
    """Points for each step of order value (C1): round(base x points / per), if the base reaches `minimum`."""

    points: int
    per: int
    rounding: Rounding = Rounding.FLOOR
    minimum: int = 0
    kind: Literal["spend"] = "spend"


EarnRule = SpendRule


@dataclass(frozen=True, slots=True)
class Base:
    """What of an order counts (C2): always the goods after discounts; tax, shipping and fees by setting."""

    tax: bool = True
    shipping: bool = False
    fees: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """When an order's points are given. `statuses` holds the store's own words or stages (C14).

    An order outside the set has nothing, so leaving the set takes the points back (C20). Points are pending for
    `delay_days` times 24 hours from the moment of the award (C16).
    """

    statuses: frozenset[str] = frozenset({"completed"})
    delay_days: int = 0


class Returns(StrEnum):
    """What a refund gives back of the points spent on the order (C21). A cancelled order always gives back all."""

    PROPORTIONAL = "proportional"  # the share of the goods that came back
    FULL_ONLY = "full_only"  # all, once everything is refunded
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Redemption:
    """What points buy: a coupon of an amount of money, within caps (C24–C31).

    `points` points are worth `worth` minor units. A share is of the eligible goods in the cart; where a store has only
    coupons it becomes the coupon's minimum spend.
    """

    points: int
    worth: int
    minimum_points: int = 0
    maximum_points: int | None = None
    maximum_share: int = 100
    block: int = 1  # points are spent in whole multiples of this (C30)
    minimum_order: int = 0
    valid_days: int = 30
    returns: Returns = Returns.PROPORTIONAL


class ExpiryPolicy(StrEnum):
    NONE = "none"
    PER_LOT = "per_lot"


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long unused points live (C55): whole months, to the end of that day in the programme's time zone.

    Points that come back from a return after their day get `grace_days` more (C21).
    """

    policy: ExpiryPolicy = ExpiryPolicy.NONE
    months: int = 0
    grace_days: int = 14


class Debt(StrEnum):
    """Who bears it when points must be taken back that are already spent (C22)."""

    OWE = "owe"  # other and later points of the member pay for it
    ABSORB = "absorb"  # recorded and reported, never collected


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
    expiry: Expiry = Expiry()
    debt: Debt = Debt.OWE
    starts_at: datetime | None = None
