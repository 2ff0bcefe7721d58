"""Two programmes over the same orders: what each comes to, and who has more by the one than by the other.

The rule kept here: members are added one by one and only figures are kept of them, so that a million of them fit.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappush, heappushpop

from connector.core.backtesting import Life, Month
from connector.core.money import Rounding, divide
from connector.core.programme import Terms
from connector.core.quote import worth

BIGGEST = 10
_PARTS = (0, 10, 25, 50, 75, 90, 100)


class Measure(StrEnum):
    """What a member's gain is counted in."""

    WORTH = "worth"  # minor units: what the points they earned buy
    POINTS = "points"  # where one of the programmes redeems nothing, or in another currency


def measure(before: Terms, after: Terms) -> Measure:
    same = before.redemption and after.redemption and before.currency == after.currency
    return Measure.WORTH if same else Measure.POINTS


@dataclass(slots=True)
class Totals:
    """What a programme comes to over all members. `worth` is of the redeemed points and `revenue` what the members
    paid, in minor units."""

    months: dict[str, Month] = field(default_factory=lambda: defaultdict(Month))
    worth: int = 0
    revenue: int = 0
    available: int = 0
    pending: int = 0
    owed: int = 0
    tiers: Counter[str] = field(default_factory=Counter)

    def add(self, life: Life, revenue: int) -> None:
        for name, month in life.months.items():
            self.months[name].add(month)
        self.worth += life.worth
        self.revenue += revenue
        self.available += life.available
        self.pending += life.pending
        self.owed += life.owed
        if life.tier is not None:
            self.tiers[life.tier] += 1

    @property
    def whole(self) -> Month:
        """All months together."""
        together = Month()
        for month in self.months.values():
            together.add(month)
        return together


def share(part: int, whole: int) -> int | None:
    """Hundredths of a per cent; None of nothing."""
    return divide(part * 10_000, whole, Rounding.HALF_UP) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Gain:
    """What a member has by either programme, points that were earned and stayed; `gain` in the measure."""

    member: int
    before: int
    after: int
    gain: int


def gain(member: int, before: Life, after: Life, terms: tuple[Terms, Terms]) -> Gain:
    old, new = before.earned, after.earned
    if measure(*terms) is Measure.POINTS:
        return Gain(member, old, new, new - old)
    worths = [worth(points, one.redemption) or 0 for points, one in zip((old, new), terms, strict=True)]
    return Gain(member, old, new, worths[1] - worths[0])


@dataclass(slots=True)
class Gains:
    """Who wins and who loses."""

    won: int = 0
    same: int = 0
    lost: int = 0
    _all: list[int] = field(default_factory=list)
    _best: list[tuple[int, int, Gain]] = field(default_factory=list)
    _worst: list[tuple[int, int, Gain]] = field(default_factory=list)

    def add(self, one: Gain) -> None:
        self._all.append(one.gain)
        if one.gain > 0:
            self.won += 1
            _keep(self._best, (one.gain, -one.member, one))
        elif one.gain < 0:
            self.lost += 1
            _keep(self._worst, (-one.gain, -one.member, one))
        else:
            self.same += 1

    @property
    def winners(self) -> list[Gain]:
        """The biggest ones, the biggest first."""
        return [one for _, _, one in sorted(self._best, reverse=True)]

    @property
    def losers(self) -> list[Gain]:
        return [one for _, _, one in sorted(self._worst, reverse=True)]

    @property
    def distribution(self) -> dict[int, int]:
        """Per cent of the members → the gain that so many of them do not exceed."""
        ranked = sorted(self._all)
        return {part: ranked[_rank(part, ranked)] for part in _PARTS} if ranked else {}


def _rank(part: int, ranked: Sequence[int]) -> int:
    return max(0, divide(part * len(ranked), 100, Rounding.CEILING) - 1)


def _keep(heap: list[tuple[int, int, Gain]], one: tuple[int, int, Gain]) -> None:
    if len(heap) < BIGGEST:
        heappush(heap, one)
    else:
        heappushpop(heap, one)
