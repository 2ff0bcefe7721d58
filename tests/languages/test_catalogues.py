"""The catalogues: every code that the program gives has its sentence in every language, with the same facts."""

import ast
import pathlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import connector
from connector.core.commerce import Promotion, TenderKind
from connector.core.earning import AwardState
from connector.core.explain import Step
from connector.core.ledger import Kind
from connector.core.money import Rounding
from connector.core.programme import Status, TierBy
from connector.languages import LANGUAGES, Unsayable, catalogue, speak

CONNECTOR = pathlib.Path(connector.__path__[0])
FILES = ", ".join(f"connector/languages/{language}.ftl" for language in LANGUAGES)
SAMPLES = {"MONEY": 1234, "NUMBER": "1.5", "POINTS": 22, "WHEN": "2026-01-31", "": "Lamp"}


class _Facts(Visitor):
    """Which facts a message is told, each with the function that writes it: {("amount", "MONEY")}."""

    def __init__(self) -> None:
        self.found: set[tuple[str, str]] = set()

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802
        for argument in node.arguments.positional:
            if node.id.name not in ("PLURAL", "IS_ONE"):  # they choose, and write nothing
                self.found.add((argument.id.name, node.id.name))

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.found.add((node.id.name, ""))


@cache
def messages(language: str) -> dict[str, frozenset[tuple[str, str]]]:
    """Message → its facts. What Fluent could not read, and what stands there twice, fails."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for entry in FluentParser().parse(catalogue(language)).body:
        assert not isinstance(entry, ftl.Junk), f"{language}.ftl: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{language}.ftl says {entry.id.name} twice"
            facts = _Facts()
            facts.visit(entry)
            found[entry.id.name] = frozenset(facts.found)
    return found


def arguments(call: str, position: int) -> Iterator[str]:
    """The plain texts that the program gives to `call` at this place."""
    for path in CONNECTOR.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=args) if name == call and len(args) > position:
                    if isinstance(args[position], ast.Constant):
                        yield args[position].value


def returned(function: str) -> set[str]:
    """The plain texts that a function of this name gives back."""
    return {
        constant.value
        for path in CONNECTOR.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == function
        for back in ast.walk(node)
        if isinstance(back, ast.Return)
        for constant in ast.walk(back)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and constant.value
    }


def step_codes() -> set[str]:
    named = {f"spend_{rounding}" for rounding in Rounding} | {f"paid_with_{kind}" for kind in TenderKind}
    left_out = {f"line_promotion_{promotion}" for promotion in Promotion} | {"line_not_chosen", "line_gift_card"}
    states = {f"programme_{status}" for status in Status if status is not Status.ACTIVE}
    return {*arguments("Step", 0)} | named | left_out | states


def refusal_codes() -> set[str]:
    bars = returned("bar_to_redeeming") | returned("bar_to_spending") | {"programme_draft", "programme_closed"}
    return {*arguments("Refusal", 0), *arguments("_Limit", 1)} | bars


GIVEN = {
    "step": step_codes(),
    "refusal": refusal_codes() | {"allowed"},
    "limit": {*arguments("_Limit", 1), *arguments("Quote", 5)},
    "unpriced": returned("_unpriced"),
    "award": {*AwardState, "until"},
    "shop-entry": {*Kind, "of-order"},
    "shop-next": {*TierBy},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", GIVEN)
def test_every_code_that_is_given_has_a_sentence_and_every_sentence_is_used(kind: str, language: str) -> None:
    said = {message.removeprefix(f"{kind}-") for message in messages(language) if message.startswith(f"{kind}-")}

    missing, unused = sorted(GIVEN[kind] - said), sorted(said - GIVEN[kind])
    assert not missing, f"say {', '.join(f'{kind}-{code}' for code in missing)} in each of {FILES}"
    assert not unused, f"nothing gives {', '.join(f'{kind}-{code}' for code in unused)}; take it out of each of {FILES}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_messages_with_the_same_facts(language: str) -> None:
    there, english = messages(language), messages("en")

    differing = sorted(name for name in there.keys() | english.keys() if there.get(name) != english.get(name))
    told = [f"{name}: {there.get(name)}, in English {english.get(name)}" for name in differing]
    assert not differing, f"connector/languages/{language}.ftl differs from en.ftl: {told}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", messages("en"))
def test_every_message_can_be_said(message: str, language: str) -> None:
    facts: dict[str, Any] = {name: SAMPLES[function] for name, function in messages(language)[message]}

    said = speak(language).say(message, "EUR", **facts)

    assert said
    assert not {"{", "}", "$", "???"} & {*said}
    for name, function in messages(language)[message]:
        if function == "MONEY":
            assert speak(language).money(1234, "EUR") in said, name


def test_a_missing_message_and_a_missing_fact_are_errors_that_name_the_file() -> None:
    with pytest.raises(Unsayable, match=r"connector/languages/pl\.ftl has no message step-no_such_code"):
        speak("pl").step(Step("no_such_code", {}), "PLN")
    with pytest.raises(Unsayable, match=r"connector/languages/he\.ftl cannot say step-base: .*amount"):
        speak("he").step(Step("base", {}), "ILS")
