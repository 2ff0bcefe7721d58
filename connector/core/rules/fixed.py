"""The same points for every order (C3), if there is anything in it that counts."""

from math import floor

from connector.core.counting import Count
from connector.core.explain import Step
from connector.core.programme import FixedRule
from connector.core.selection import selects


def points_for_order(rule: FixedRule, count: Count) -> tuple[int, tuple[Step, ...]]:
    """The rule's points once, or nothing where no goods count or too little of them."""
    amount = sum(line.amount for line in count.lines if selects(rule.goods, line.line))
    if amount <= 0:
        return 0, (Step("fixed_nothing", {"points": rule.points}),)
    if amount < rule.minimum:
        return 0, (Step("below_minimum", {"base": amount, "minimum": rule.minimum}),)
    points = floor(rule.points * count.times)
    return points, (Step("fixed", {"points": points}),)
