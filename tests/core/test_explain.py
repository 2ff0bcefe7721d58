"""Explanations: every reason code can be said, and every code that is given has its sentence."""

import ast
import pathlib
from string import Formatter

import pytest

import connector
from connector.core.commerce import Promotion, TenderKind
from connector.core.explain import SENTENCES, Step, sentence
from connector.core.money import Rounding
from connector.core.programme import Status

CONNECTOR = pathlib.Path(connector.__path__[0])


def given_codes() -> set[str]:
    """All codes that the program puts into a Step."""
    calls = [
        node.args[0]
        for path in CONNECTOR.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Step" and node.args
    ]
    plain = {code.value for code in calls if isinstance(code, ast.Constant)}
    named = {f"spend_{rounding}" for rounding in Rounding} | {f"paid_with_{kind}" for kind in TenderKind}
    left_out = {f"line_promotion_{promotion}" for promotion in Promotion} | {"line_not_chosen", "line_gift_card"}
    return plain | named | left_out | {f"programme_{status}" for status in Status if status is not Status.ACTIVE}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_can_be_said(code: str) -> None:
    names = {name: spec for _, name, spec, _ in Formatter().parse(SENTENCES[code]) if name}
    facts: dict[str, int | str] = {name: 1234 if spec else "word" for name, spec in names.items()}

    said = sentence(Step(code, facts), "EUR")

    assert "{" not in said
    assert ("12.34 EUR" in said) == ("money" in names.values())


def test_every_code_that_is_given_has_a_sentence_and_every_sentence_is_used() -> None:
    assert given_codes() == SENTENCES.keys()


def test_money_has_the_digits_of_its_currency_and_one_point_is_one_point() -> None:
    step = Step("spend_floor", {"base": 1000, "rate": 1, "per": 100, "points": 10})

    assert sentence(step, "JPY") == "1000 JPY at 1 point per 100 JPY, rounded down: 10 points"
    assert sentence(step, "KWD") == "1.000 KWD at 1 point per 0.100 KWD, rounded down: 10 points"


def test_a_name_with_braces_is_only_a_name() -> None:
    step = Step("line", {"quantity": "1", "name": "{amount} {0}", "amount": 100})

    assert sentence(step, "EUR") == "1 × {amount} {0}: 1.00 EUR counted"
