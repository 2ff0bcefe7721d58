"""What orders earn, and when it is given."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from connector.core.money import Rounding
from connector.core.programme.goods import EVERYTHING, Selector


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
