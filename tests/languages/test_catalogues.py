"""The catalogues: every code that the program gives has its sentence in every language, with the same facts."""

import ast
import pathlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import connector
from connector.core.bonuses import Bonus
from connector.core.commerce import Promotion, TenderKind
from connector.core.earning import AwardState
from connector.core.explain import Step
from connector.core.ledger import Kind
from connector.core.lint import Severity
from connector.core.money import Rounding
from connector.core.programme import (
    FreeShipping,
    Gift,
    MoneyOnAccount,
    MoneyOnCard,
    OneOff,
    Permanent,
    ProductForPoints,
    Status,
    TierBy,
)
from connector.core.referral import State, Verdict
from connector.core.rewards import Fulfilment
from connector.core.shadow import Why
from connector.languages import LANGUAGES, Unsayable, catalogue, speak
from connector.usecases.plan import Outcome

CONNECTOR = pathlib.Path(connector.__path__[0])
FILES = ", ".join(f"connector/languages/{language}.ftl" for language in LANGUAGES)
SAMPLES = {"MONEY": 1234, "NUMBER": "1.5", "POINTS": 22, "TYPED": 1200, "WHEN": "2026-01-31", "": "Lamp"}


class _Facts(Visitor):
    """Which facts a message is told, each with the function that writes it: {("amount", "MONEY")}."""

    def __init__(self) -> None:
        self.found: set[tuple[str, str]] = set()

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802
        for argument in node.arguments.positional:
            if node.id.name not in ("PLURAL", "IS_ONE", "GIVEN"):  # they choose, and write nothing
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


def constants(node: ast.AST) -> set[str]:
    """The plain texts in it, but none of an f-string."""
    parts = {part for one in ast.walk(node) if isinstance(one, ast.JoinedStr) for part in ast.walk(one)}
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value and one not in parts
    }


def nodes(folder: str = ".") -> Iterator[ast.AST]:
    for path in (CONNECTOR / folder).rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text()))


def columns() -> set[str]:
    """The codes that head the columns of tables which a voice writes."""
    return {
        name.lstrip(">~")
        for node in nodes("cli")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "table"
        if "voice" in {keyword.arg for keyword in node.keywords}
        for name in constants(node.args[0])
    }


REASONS = {"reason", "REASON", "_REASON", "_REASONS", "_NO_MORE"}
WRITERS = {
    "Transaction",
    "add",
    "decide",
    "fulfil",
    "take_back",
    "void",
}  # with a reason among what they are called with


def reasons() -> set[str]:
    """What our own code writes into the books, with { $fact } where it is filled in."""
    found: set[str] = set()
    for node in (*nodes("core"), *nodes("usecases")):
        match node:
            case ast.keyword(arg="reason", value=value):
                found |= constants(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in REASONS:
                found |= constants(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value) if name in REASONS:
                found |= constants(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in WRITERS:
                found |= {text for one in args if isinstance(one, ast.Constant) for text in constants(one)}
    return {text.replace("{subject}", "{ $product }") for text in found - {"programme"}}  # which is an author


GIVEN = {
    "step": step_codes(),
    "refusal": refusal_codes() | {"allowed"},
    "limit": {*arguments("_Limit", 1), *arguments("Quote", 5)},
    "unpriced": returned("_unpriced"),
    "award": {*AwardState, "until"},
    "shop-entry": {*Kind, "of-order"},
    "shop-next": {*TierBy},
    "kind": {*Kind},
    "fate": {"held", "held_part", "redeemed", "redeemed_part", "given_back"},
    "decided": {"redeemed", "given_back", "partly", "closing"},
    "reward": {
        what.kind for what in (OneOff, FreeShipping, ProductForPoints, Permanent, Gift, MoneyOnCard, MoneyOnAccount)
    },
    "taken": {*Fulfilment, "order_minimum", "store_until", "money_until"},
    "invitation": {*State},
    "verdict": {*Verdict},
    "bonus": {*Bonus},
    "column": columns(),
    "finding": {*arguments("Finding", 0)},
    "severity": {*Severity},
    "forecast": {*Outcome},
    "applied": {*Outcome},
    "differs": {*Why},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", GIVEN)
def test_every_code_that_is_given_has_a_sentence_and_every_sentence_is_used(kind: str, language: str) -> None:
    said = {message.removeprefix(f"{kind}-") for message in messages(language) if message.startswith(f"{kind}-")}

    missing, unused = sorted(GIVEN[kind] - said), sorted(said - GIVEN[kind])
    assert not missing, f"say {', '.join(f'{kind}-{code}' for code in missing)} in each of {FILES}"
    assert not unused, f"nothing gives {', '.join(f'{kind}-{code}' for code in unused)}; take it out of each of {FILES}"


def test_every_reason_that_we_write_into_the_books_is_in_the_english_catalogue_word_for_word() -> None:
    there = dict(re.findall(r"^(reason-\w+) = (.+)$", catalogue("en"), re.MULTILINE))

    assert sorted(there.values()) == sorted(reasons())


def test_every_message_that_is_said_by_its_name_is_there_and_every_other_is_a_code() -> None:
    named = {
        message
        for node in nodes()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        for message in constants(node.args[0])
    }
    written = {node.value for node in nodes() if isinstance(node, ast.Constant)}  # and said somewhere else
    coded = {
        message
        for message in messages("en")
        if message.startswith(tuple(f"{kind}-" for kind in (*GIVEN, "reason", "problem", "mend")))
    }
    balances = {f"shop-{account}" for account in ("pending", "held", "owed", "earned", "redeemed")}

    assert named | balances <= messages("en").keys()
    assert messages("en").keys() - named - written - coded - balances == set()


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
