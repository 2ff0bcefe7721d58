"""What people read, in their language: sentences with points, money and dates as each language writes them.

The rule kept here: the program speaks in codes and facts, and a sentence is only in a catalogue (`en.ftl` and its
sisters), which decides by MONEY, POINTS, WHEN and their like what a fact is. What cannot be said is an error.

Project Fluent, not gettext: gettext's plurals know whole numbers only, but Polish has a fourth form for 1,5 punktu; and
Fluent isolates text of the other direction, such as a Latin product name in a Hebrew sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from connector.core.explain import Step
from connector.core.foreseen import Misused
from connector.core.lint import Finding
from connector.core.programme import Shown
from connector.core.quote import Refusal
from connector.languages.writing import FactValue, Writing

__all__ = ["LANGUAGES", "FactValue", "UnknownLanguage", "Unsayable", "Voice", "catalogue", "speak"]

LANGUAGES = ("en", "ro", "pl", "he")


class UnknownLanguage(Misused):
    """The program does not speak it; the message says what it speaks."""


class Unsayable(LookupError):
    """A catalogue lacks the message, or the message asks for a fact that was not given."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One language in one time zone. Money is minor units, with its currency."""

    language: str
    _writing: Writing
    _bundle: FluentBundle

    def say(self, message: str, currency: str = "", /, **facts: FactValue) -> str:
        """A message of the catalogue; facts of money are in `currency`. Raises Unsayable."""
        return _say(self._bundle, self._writing, message, currency, facts)

    def step(self, step: Step, currency: str) -> str:
        """A step of a reckoning, money in the programme's currency."""
        return self.say(f"step-{step.code}", currency, **step.facts)

    def refusal(self, refusal: Refusal) -> str:
        """Why points may not be redeemed, and how many would be allowed."""
        said = self.say(f"refusal-{refusal.code}", refusal.currency, limit=refusal.limit)
        return f"{said}; {self.say('refusal-allowed', allowed=refusal.allowed)}" if refusal.allowed else said

    def reason(self, written: str) -> str:
        """A reason as it stands in the books: said where it is exactly one of ours, or else as it was written."""
        return self._ours("reason", written)

    def problem(self, written: str) -> str:
        """What is wrong with a connection, as the check of its adapter says it in English."""
        return self._ours("problem", written)

    def mend(self, written: str) -> str:
        """The mend beside it."""
        return self._ours("mend", written)

    def _ours(self, kind: str, written: str) -> str:
        for message, pattern in _our_sentences(kind):
            if told := pattern.fullmatch(written):
                return self.say(message, **{name: self._fact(kind, name, told[name]) for name in told.groupdict()})
        return self._writing.fact(written, "").written

    def _fact(self, kind: str, name: str, told: str) -> str:
        return self._ours(kind, told) if name == "reason" else told

    def finding(self, finding: Finding, currency: str) -> str:
        """The figure that proves it, in the programme's currency, and the mend."""
        return self.say(f"finding-{finding.code}", currency, **finding.facts)

    def points(self, count: int | Decimal) -> str:
        """1 punkt, 2 punkty, 5 punktów, 1,5 punktu."""
        return self.say("so-many", count=count)

    def balance(self, points: int, worth: int | None, currency: str, shown: Shown) -> str:
        """Points, what they are worth, or both; where they are worth nothing, points."""
        if worth is None or shown is Shown.POINTS:
            return self.points(points)
        if shown is Shown.MONEY:
            return self.money(worth, currency)
        return self.say("balance", currency, points=points, worth=worth)

    def money(self, minor: int, currency: str) -> str:
        """Minor units with the digits that ISO 4217 gives the currency, where the language puts its sign."""
        return self._writing.money(minor, currency)

    def number(self, count: int | Decimal) -> str:
        return self._writing.number(count)

    def change(self, count: int) -> str:
        """With its sign."""
        return f"+{self.number(count)}" if count >= 0 else self.number(count)

    @property
    def zone(self) -> str:
        return str(self._writing.zone)

    @property
    def right_to_left(self) -> bool:
        return self._writing.right_to_left

    def date(self, day: date) -> str:
        return self._writing.date(day)

    def time(self, at: datetime) -> str:
        """Day, hour and minute in the voice's zone, which is named."""
        return self._writing.time(at)

    def clock(self, at: datetime) -> str:
        """Day, hour and minute in the voice's zone, which is named elsewhere, as at the head of a column."""
        return self._writing.clock(at)


@lru_cache(maxsize=64)
def speak(language: str, zone: tzinfo = UTC, forms: tuple[tuple[str, str], ...] = ()) -> Voice:
    """The voice of a language; with `forms`, which calls points what the merchant calls them: the word of each plural
    form. Raises UnknownLanguage."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    writing = Writing.of(language, zone)
    words = dict(forms)

    def points(fact: Any) -> str:
        if words:
            return f"{writing.number(fact.value)} {words[writing.plural(fact.value)]}"
        return _say(bundle, writing, "points", "", {"count": fact.value})

    functions: dict[str, Any] = {
        "GIVEN": lambda fact: "yes" if fact.value else "no",
        "IS_ONE": lambda fact: "yes" if fact.value == 1 else "no",
        "MONEY": lambda fact: writing.money(fact.value, fact.currency),
        "NUMBER": lambda fact: writing.number(fact.value),
        "PLURAL": lambda fact: writing.plural(fact.value),
        "POINTS": points,
        "TYPED": lambda fact: str(fact.value),
        "WHEN": lambda fact: writing.when(fact.value),
    }
    # Isolation marks are invisible but they are copied along: only a language that runs the other way needs them all.
    bundle = FluentBundle([writing.locale], functions, use_isolating=writing.right_to_left)
    bundle.add_resource(FluentResource(catalogue(language)))
    return Voice(language, writing, bundle)


def catalogue(language: str) -> str:
    """The text of a language's catalogue."""
    return (resources.files(__name__) / f"{language}.ftl").read_text("utf-8")


@lru_cache
def _our_sentences(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    """What we write in English, as patterns of the English messages of this kind: those that hold another of them
    first, for that one's pattern fits the whole too; then the longest."""
    ours = re.findall(rf"^({kind}-\w+) = (.+)$", catalogue("en"), re.MULTILINE)
    in_turn = sorted(ours, key=lambda one: ("{ $reason }" not in one[1], -len(one[1])))
    return [
        (message, re.compile(re.sub(r"\\\{\\ \\\$(\w+)\\ \\\}", r"(?P<\1>.+)", re.escape(text))))
        for message, text in in_turn
    ]


def _say(bundle: FluentBundle, writing: Writing, message: str, currency: str, facts: Mapping[str, FactValue]) -> str:
    pattern = bundle.get_message(message).value if bundle.has_message(message) else None
    if pattern is None:
        raise Unsayable(f"connector/languages/{writing.language}.ftl has no message {message}")
    said, errors = bundle.format_pattern(
        pattern, {name: writing.fact(value, currency) for name, value in facts.items()}
    )
    if errors:
        raise Unsayable(f"connector/languages/{writing.language}.ftl cannot say {message}: {errors[0]}")
    return str(said)
