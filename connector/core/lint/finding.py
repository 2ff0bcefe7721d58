"""A finding: something that a programme's terms say and that its merchant hardly means.

The rule kept here: a finding holds its code and the figures that prove it, never text, as a step of a reckoning does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connector.core.explain import Facts
from connector.core.participation import Rates, overridden
from connector.core.programme import EarnRule, Redemption, Terms


class Severity(StrEnum):
    ERROR = "error"  # it cannot work as it is written
    WARNING = "warning"  # it works, and costs or refuses more than one would think
    HINT = "hint"  # it may be meant so


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is the key it is about. Figures of money are minor units of the programme's currency."""

    code: str
    severity: Severity
    where: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the terms do not say: today, the discount in per cent that is still meant, what an order is worth on
    average, and since when the catalogue is as it is (None: unknown, and what needs it is not checked)."""

    now: datetime
    margin: int = 20
    average_order: int | None = None
    catalogue_since: datetime | None = None


def all_rates(terms: Terms) -> Iterator[tuple[str, Rates]]:
    """The general rates, and those of each override where it is written."""
    yield "", Rates(terms.earning, terms.redemption)
    for index, override in enumerate(terms.overrides):
        if override.earning is not None or override.redemption is not None:
            yield f"overrides[{index}]", overridden(terms, override)


def all_rules(terms: Terms) -> Iterator[tuple[str, EarnRule, tuple[EarnRule, ...]]]:
    """Every earning rule where it is written, with the list it stands in."""
    for prefix, rules in (("", terms.earning), *_of_overrides(terms)):
        for index, rule in enumerate(rules):
            yield f"{prefix}earn[{index}]", rule, rules


def _of_overrides(terms: Terms) -> Iterator[tuple[str, tuple[EarnRule, ...]]]:
    for index, override in enumerate(terms.overrides):
        yield f"overrides[{index}].", override.earning or ()


def all_redemptions(terms: Terms) -> Iterator[tuple[str, Redemption]]:
    """Every redemption where it is written."""
    if terms.redemption:
        yield "redeem", terms.redemption
    for index, override in enumerate(terms.overrides):
        if override.redemption:
            yield f"overrides[{index}].redeem", override.redemption
