"""The earning rules, one file a rule. A new rule is one file, one line here, one test, one example.

The rule kept here: a rule is a function of what counts, and says each step it took; a zero has its reason too. Rules
that speak of single products come first and keep their lines from the general ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from connector.core.counting import Count
from connector.core.explain import Step
from connector.core.programme import EarnRule, FixedRule, ProductRule, SpendRule
from connector.core.rules.fixed import points_for_order
from connector.core.rules.product import points_of_products
from connector.core.rules.spend import points_for_spend


@dataclass(frozen=True, slots=True)
class Earned:
    """Points and the steps that led there."""

    points: int
    trace: tuple[Step, ...]


def apply(rules: Iterable[EarnRule], count: Count) -> Earned:
    """What all rules together give on what counts."""
    points, trace = 0, list[Step]()
    for rule in sorted(rules, key=lambda rule: not isinstance(rule, ProductRule)):
        match rule:
            case ProductRule():
                earned, steps, count = points_of_products(rule, count)
            case SpendRule():
                earned, steps = points_for_spend(rule, count)
            case FixedRule():
                earned, steps = points_for_order(rule, count)
        points += earned
        trace.extend(steps)
    return Earned(points, tuple(trace))
