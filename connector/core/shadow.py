"""Our books beside those of another system: how much a member's balance differs, and what of it can be proved.

The rule kept here: a reason is named only where its points are exactly what differs, so the reasons of a member add up
to the difference, and what is left over is said to be unknown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from connector.core.earning import Award
from connector.core.explain import Step
from connector.core.money import Rounding, convert


class Why(StrEnum):
    """Why we say another number than the other system."""

    BEFORE = "before"  # it was so at the beginning already
    ORDER_HERE = "order_here"  # an order that we count and they do not
    ORDER_THERE = "order_there"
    ROUNDING = "rounding"
    WHOLE_ORDER = "whole_order"  # they count all that was paid for the order
    RATE = "rate"
    ORDER = "order"  # the order is worth something else there, and nothing tells why
    SPENT_THERE = "spent_there"
    PENDING = "pending"  # a delay is not over yet
    EXPIRED = "expired"
    MANUAL = "manual"
    BONUS = "bonus"
    USED = "used"
    NOT_TOLD = "not_told"  # their file does not name the member
    NOT_KNOWN = "not_known"  # nobody of ours is meant
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Points by which we say more (or less, below zero) than they do, and why. `order` is the store's number of it;
    `detail` their rounding or rate, `step` what keeps the order from giving anything here."""

    why: Why
    points: int
    order: str | None = None
    detail: str = ""
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How an order's points came about, where one general rule gave them: `points` for each `per` of the base."""

    base: int
    points: int
    per: int
    rounding: Rounding
    paid: int  # for all of the order


@dataclass(frozen=True, slots=True)
class OrderPoints:
    """What an order gave in the time that is looked at: here (`given`, net) and there (`told`, None where they tell
    of no orders). `bar` is what keeps it from giving anything here."""

    number: str
    given: int
    told: int | None
    spent_there: int = 0
    reckoning: Reckoning | None = None
    bar: Step | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What became of a member in the time that is looked at. `difference` is ours less theirs at its end, `before` at
    its beginning; the rest are changes of what can be spent here that orders do not explain."""

    difference: int
    before: int
    orders: tuple[OrderPoints, ...] = ()
    pending: int = 0
    expired: int = 0
    manual: int = 0
    bonus: int = 0
    used: int = 0


def reckoning(award: Award, given: int, paid: int) -> Reckoning | None:
    """How the award came about, if one rule of order value made it and the books hold just that."""
    spent = [step for step in award.trace if step.code.startswith("spend_")]
    if len(spent) != 1 or not award.points == given == spent[0].facts["points"]:
        return None
    base, points, per = (int(spent[0].facts[name]) for name in ("base", "rate", "per"))
    return Reckoning(base, points, per, Rounding(spent[0].code.removeprefix("spend_")), paid)


def bar(award: Award) -> Step | None:
    """What keeps the order from giving anything."""
    said = [step for step in award.trace if step.code not in ("granted", "pending")]
    return said[-1] if said and not award.points else None


def shared_rates(orders: Iterable[OrderPoints]) -> frozenset[tuple[int, int]]:
    """Rates (points, per) other than ours by which at least two of these orders give what they told."""
    found = Counter(rate for order in orders if (rate := _rate(order)))
    return frozenset(rate for rate, times in found.items() if times > 1)


def _rate(order: OrderPoints) -> tuple[int, int] | None:
    how = order.reckoning
    if how is None or not order.told or how.base <= 0 or order.told == order.given:
        return None
    points = convert(order.told, how.per, how.base, Rounding.HALF_UP)
    fits = points > 0 and _roundings(order.told, how.base, points, how.per)
    return (points, how.per) if fits and points != how.points else None


def _roundings(told: int, base: int, points: int, per: int) -> list[Rounding]:
    """By which of them so many points come of the base."""
    return [rounding for rounding in Rounding if convert(base, points, per, rounding) == told]


def reasons(of: Stretch, rates: frozenset[tuple[int, int]] = frozenset()) -> list[Reason]:
    """Why the member's balance differs; together they are the difference. None where it does not."""
    if not of.difference:
        return []
    found = [Reason(Why.BEFORE, of.before)] if of.before else []
    for order in of.orders:
        if order.told is not None and order.told != order.given:
            found.append(_of_order(order, order.told, rates))
        if order.spent_there:
            found.append(Reason(Why.SPENT_THERE, order.spent_there, order.number))
    left = of.difference - sum(reason.points for reason in found)
    proved = _making_up(left, [*_besides_orders(of)], [*_untold(of)])
    if proved is None:
        proved = [Reason(Why.UNKNOWN, left)]
    return found + proved


def _of_order(order: OrderPoints, told: int, rates: frozenset[tuple[int, int]]) -> Reason:
    more, how = order.given - told, order.reckoning
    if not told:
        return Reason(Why.ORDER_HERE, more, order.number)
    if not order.given:
        return Reason(Why.ORDER_THERE, more, order.number, step=order.bar)
    if how is not None:
        if fitting := _roundings(told, how.base, how.points, how.per):
            return Reason(Why.ROUNDING, more, order.number, "/".join(fitting))
        if (rate := _rate(order)) and rate in rates:
            return Reason(Why.RATE, more, order.number, f"{rate[0]}/{rate[1]}")
        if _roundings(told, how.paid, how.points, how.per):
            return Reason(Why.WHOLE_ORDER, more, order.number)
    return Reason(Why.ORDER, more, order.number)


def _besides_orders(of: Stretch) -> Iterator[Reason]:
    changes = (
        (Why.PENDING, -of.pending),
        (Why.EXPIRED, -of.expired),
        (Why.MANUAL, of.manual),
        (Why.BONUS, of.bonus),
        (Why.USED, -of.used),
    )
    for why, points in changes:
        if points:
            yield Reason(why, points)


def _untold(of: Stretch) -> Iterator[Reason]:
    for order in of.orders:
        if order.told is None and order.given:
            yield Reason(Why.ORDER_HERE, order.given, order.number)


def _making_up(left: int, changes: Sequence[Reason], orders: Sequence[Reason]) -> list[Reason] | None:
    """One or two of these that are exactly what is left, or all the changes; None where nothing is, or where others
    would do as well."""
    if not left:
        return []
    everything = [*changes, *orders]
    for count in (1, 2):
        fitting = [some for some in combinations(everything, count) if sum(one.points for one in some) == left]
        if fitting:
            return list(fitting[0]) if len(fitting) == 1 else None
    return list(changes) if sum(one.points for one in changes) == left else None
