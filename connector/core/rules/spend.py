"""Points for each step of order value (C1): round(base x points / per)."""

from connector.core.explain import Step
from connector.core.money import divide
from connector.core.programme import SpendRule


def points_for_spend(rule: SpendRule, base: int) -> tuple[int, tuple[Step, ...]]:
    """Points on `base` minor units, and why. Less than the rule's minimum earns nothing."""
    if base < rule.minimum:
        return 0, (Step("below_minimum", {"base": base, "minimum": rule.minimum}),)
    points = divide(base * rule.points, rule.per, rule.rounding)
    facts: dict[str, int | str] = {"base": base, "rate": rule.points, "per": rule.per, "points": points}
    return points, (Step(f"spend_{rule.rounding}", facts),)
