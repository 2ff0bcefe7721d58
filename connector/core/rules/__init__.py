"""The earning rules, one file a rule. A new rule is one file, one line here, one test, one example.

The rule kept here: a rule is a function of what counts, and says each step it took; a zero has its reason too.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from connector.core.explain import Step
from connector.core.programme import EarnRule
from connector.core.rules.spend import points_for_spend

Outcome = tuple[int, tuple[Step, ...]]

RULES: Mapping[str, Callable[[EarnRule, int], Outcome]] = MappingProxyType({"spend": points_for_spend})


def apply(rule: EarnRule, base: int) -> Outcome:
    """Points of one rule on the base (minor units) and the steps that led there."""
    return RULES[rule.kind](rule, base)
