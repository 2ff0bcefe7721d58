"""Points for each step of order value (C1): round(base x points / per), once for the whole order.

A line that a campaign counts twice is in the base twice, so that several campaigns and one rounding go together.
"""

from fractions import Fraction

from connector.core.counting import Count
from connector.core.explain import Step
from connector.core.money import convert
from connector.core.programme import SpendRule
from connector.core.selection import selects


def points_for_spend(rule: SpendRule, count: Count) -> tuple[int, tuple[Step, ...]]:
    """Points on what counts, and why. Less than the rule's minimum earns nothing."""
    lines = [line for line in count.lines if selects(rule.goods, line.line)]
    amount = sum(line.amount for line in lines) + count.charges
    if amount < rule.minimum:
        return 0, (Step("below_minimum", {"base": amount, "minimum": rule.minimum}),)
    base = count.charges + sum(_taken(line.amount, line.times) for line in lines)
    base = _taken(base, count.times)
    points = convert(base, rule.points, rule.per, rule.rounding)
    facts = {"base": int(base), "rate": rule.points, "per": rule.per, "points": points}
    return points, (Step(f"spend_{rule.rounding}", facts),)


def _taken(amount: int | Fraction, times: Fraction) -> int | Fraction:
    """The amount so many times; nearly always once, which needs no fraction."""
    return amount if times == 1 else amount * times
