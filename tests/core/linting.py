"""Small builders for the tests of lint: what is found, and the parts that a programme with a trap is made of."""

from fractions import Fraction
from typing import Any

from connector.core.lint import Assumptions, Severity, lint
from connector.core.programme import (
    Campaign,
    Override,
    Redemption,
    SpendRule,
    Terms,
)
from connector.languages import speak
from tests.building import NOW, at

ERROR, WARNING, HINT = Severity
NONE = frozenset[str]()


def words(*names: str) -> frozenset[str]:
    return frozenset(names)


def redeeming(points: int = 100, worth: int = 500, **changes: Any) -> Redemption:
    return Redemption(points, worth, **changes)


def campaign(times: int, begins: int = 0, ends: int = 10, name: str = "summer", **changes: Any) -> Campaign:
    return Campaign(name, at(begins), at(ends), Fraction(times), **changes)


def override(stores: frozenset[str] = NONE, groups: frozenset[str] = NONE, **changes: Any) -> Override:
    return Override(stores, groups, **{"earning": (SpendRule(1, 1000),), **changes})


def found(code: str, terms: Terms, **given: Any) -> list[tuple[Severity, str, str]]:
    return [
        (one.severity, one.where, speak("en").finding(one, terms.currency))
        for one in lint(terms, Assumptions(NOW, **given))
        if one.code == code
    ]


Said = tuple[str, dict[str, Any], dict[str, Any], Severity, str, str]
"""A finding's code, terms that have it, what is assumed, its severity and place, and how its sentence begins."""

JustNot = tuple[str, dict[str, Any], dict[str, Any]]
"""A finding's code, terms that do not have it, and what is assumed."""
