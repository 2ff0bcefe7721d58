"""Lint as a whole: each finding is tried with a programme that has it and one that just does not, and has its mend."""

from string import Formatter

import pytest

from connector.core.lint import CHECKS, SENTENCES, Assumptions, Severity, lint
from connector.core.money import Rounding
from connector.core.programme import (
    ProductRule,
    SpendRule,
    Unassigned,
)
from tests.building import NOW, some_terms
from tests.core import test_lint_earning, test_lint_giving, test_lint_redeeming
from tests.core.linting import campaign

SUBJECTS = (test_lint_earning, test_lint_giving, test_lint_redeeming)


def test_every_finding_is_tried_both_ways() -> None:
    said = {row[0] for subject in SUBJECTS for row in subject.SAID}
    just_not = {row[0] for subject in SUBJECTS for row in subject.JUST_NOT}

    assert said == just_not == set(SENTENCES)


@pytest.mark.parametrize("template", SENTENCES.values(), ids=SENTENCES)
def test_every_finding_has_a_mend(template: str) -> None:
    said = "".join(text for text, *_ in Formatter().parse(template))

    assert any(word in said for word in ("write ", "take ", "raise ", "move ", "give ", "did you mean"))


def test_errors_come_first() -> None:
    terms = some_terms(
        earning=(SpendRule(1, 100, Rounding.CEILING), ProductRule(Unassigned.NONE)), campaigns=(campaign(2, -9, -1),)
    )

    severities = [one.severity for one in lint(terms, Assumptions(NOW))]

    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


def test_no_check_is_made_twice() -> None:
    assert len(CHECKS) == len(set(CHECKS))
