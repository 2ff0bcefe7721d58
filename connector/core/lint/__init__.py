"""What a programme says and its merchant hardly means: sound by the letter, and dear or useless in the shop.

The rule kept here: a check is a pure function of the terms and of what is assumed, and proves what it says with a
figure. A new check is one function in the module of its subject, one line in that module's CHECKS, and a sentence,
`finding-CODE`, in each catalogue of the room `languages`; a new subject is one module, named below.
"""

from connector.core.lint import bonuses, earning, giving, inviting, redeeming, rewards
from connector.core.lint.finding import Assumptions, Finding, Severity
from connector.core.programme import Terms

__all__ = ["CHECKS", "Assumptions", "Finding", "Severity", "lint"]

CHECKS = (*earning.CHECKS, *giving.CHECKS, *redeeming.CHECKS, *rewards.CHECKS, *inviting.CHECKS, *bonuses.CHECKS)


def lint(terms: Terms, given: Assumptions) -> list[Finding]:
    """Everything that is found, errors first."""
    found = [finding for check in CHECKS for finding in check(terms, given)]
    return sorted(found, key=lambda finding: tuple(Severity).index(finding.severity))
