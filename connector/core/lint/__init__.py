"""What a programme says and its merchant hardly means: sound by the letter, and dear or useless in the shop.

The rule kept here: a check is a pure function of the terms and of what is assumed, and proves what it says with a
figure. A new check is one function in the module of its subject, one line in that module's CHECKS, and a sentence; a
new subject is one module, named below.
"""

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType
from typing import Any

from connector.core.lint import earning, giving, inviting, redeeming, rewards
from connector.core.lint.finding import Assumptions, Finding, Severity
from connector.core.money import to_decimal
from connector.core.programme import Terms

__all__ = ["CHECKS", "SENTENCES", "Assumptions", "Finding", "Severity", "lint", "sentence"]

CHECKS = (*earning.CHECKS, *giving.CHECKS, *redeeming.CHECKS, *rewards.CHECKS, *inviting.CHECKS)
SENTENCES: Mapping[str, str] = MappingProxyType(
    {**earning.SENTENCES, **giving.SENTENCES, **redeeming.SENTENCES, **rewards.SENTENCES, **inviting.SENTENCES}
)


def lint(terms: Terms, given: Assumptions) -> list[Finding]:
    """Everything that is found, errors first."""
    found = [finding for check in CHECKS for finding in check(terms, given)]
    return sorted(found, key=lambda finding: tuple(Severity).index(finding.severity))


def sentence(finding: Finding, currency: str) -> str:
    """The finding in English: the figure that proves it, and the mend."""
    return _Sentence(currency).format(SENTENCES[finding.code], **finding.facts)


class _Sentence(Formatter):
    def __init__(self, currency: str) -> None:
        self.currency = currency

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money":
                return f"{to_decimal(value, self.currency)} {self.currency}"
            case "points":
                return f"{value} point" if value == 1 else f"{value} points"
        return str(super().format_field(value, format_spec))
