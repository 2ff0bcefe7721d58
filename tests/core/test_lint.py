"""Lint as a whole: each finding is tried with a programme that has it and one that just does not, and has its mend."""

import re
from typing import Any

import pytest

from connector.core.commerce import Tender, TenderKind
from connector.core.earning import evaluate
from connector.core.lint import CHECKS, Assumptions, Severity, lint
from connector.core.money import Rounding
from connector.core.programme import (
    Base,
    GiftCards,
    ProductRule,
    SpendRule,
    Unassigned,
)
from connector.languages import catalogue
from tests.building import NOW, a_line, an_order, some_terms
from tests.core import linted_bonuses, linted_earning, linted_giving, linted_inviting, linted_redeeming, linted_rewards
from tests.core.linting import campaign, found

SUBJECTS = (linted_earning, linted_giving, linted_redeeming, linted_rewards, linted_inviting, linted_bonuses)
SAID = [row for subject in SUBJECTS for row in subject.SAID]
SENTENCES = re.findall(r"^finding-(\w+) = (.+(?:\n(?:[ }].*))*)", catalogue("en"), re.MULTILINE)
JUST_NOT = [row for subject in SUBJECTS for row in subject.JUST_NOT]


@pytest.mark.parametrize(("code", "terms", "given", "severity", "where", "begins"), SAID)
def test_a_programme_that_has_it(
    code: str, terms: dict[str, Any], given: dict[str, Any], severity: Severity, where: str, begins: str
) -> None:
    (finding,) = found(code, some_terms(**terms), **given)

    assert finding[:2] == (severity, where)
    assert finding[2].startswith(begins)


@pytest.mark.parametrize(("code", "terms", "given"), JUST_NOT)
def test_a_programme_that_just_does_not(code: str, terms: dict[str, Any], given: dict[str, Any]) -> None:
    assert found(code, some_terms(**terms), **given) == []


def test_every_finding_is_tried_both_ways() -> None:
    assert {row[0] for row in SAID} == {row[0] for row in JUST_NOT} == {code for code, _ in SENTENCES}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_every_finding_has_a_mend(code: str, sentence: str) -> None:
    assert any(word in sentence for word in ("write ", "take ", "raise ", "move ", "give ", "did you mean"))


def test_errors_come_first() -> None:
    terms = some_terms(
        earning=(SpendRule(1, 100, Rounding.CEILING), ProductRule(Unassigned.NONE)), campaigns=(campaign(2, -9, -1),)
    )

    severities = [one.severity for one in lint(terms, Assumptions(NOW))]

    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


def test_no_check_is_made_twice() -> None:
    assert len(CHECKS) == len(set(CHECKS))


@pytest.mark.parametrize(("rule", "of_goods", "of_card"), [(GiftCards.SPENT, 5, 0), (GiftCards.BOUGHT, 0, 0)])
def test_the_gift_card_loop_is_as_the_core_counts(rule: GiftCards, of_goods: int, of_card: int) -> None:
    """A card that points have paid for, and goods paid with that card."""
    terms = some_terms(base=Base(gift_cards=rule))
    card = an_order(a_line(500, gift_card=True), tenders=(Tender(TenderKind.POINTS, 500),))
    goods = an_order(a_line(500), tenders=(Tender(TenderKind.GIFT_CARD, 500),))

    assert (evaluate(goods, terms).points, evaluate(card, terms).points) == (of_goods, of_card)
