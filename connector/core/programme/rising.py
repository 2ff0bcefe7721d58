"""How members rise."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


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
