"""The search language of lists: `updated_at:>='2026-11-01T00:00:00Z' AND (tag:gold OR -status:open)`.

The rule kept here: it misunderstands what the real one misunderstands. A time without quotes falls apart at its
colons, into a field that does not exist; that term is ignored, other rows come, and only a warning says so.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .times import parse as parse_time
from .times import shown as show_time

Get = Callable[[Any, Any], Any]  # of shop and row
Test = Callable[[Any, Any], bool]

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<paren>[()])
    | (?P<minus>-(?=\S))
    | (?:(?P<field>\w+):)(?P<op>>=|<=|>|<)?\s*(?P<value>'[^']*'|"[^"]*"|[^\s:()]*)
    | (?P<word>'[^']*'|"[^"]*"|[^\s():]+)
    | (?P<stray>:)
    )""",
    re.VERBOSE,
)
_RANGES = {">=": "range_gte", "<=": "range_lte", ">": "range_gt", "<": "range_lt"}


@dataclass
class Search:
    test: Test
    parsed: dict[str, Any]
    warnings: list[dict[str, str]] = field(default_factory=list)


def everything(shop: Any, row: Any) -> bool:
    return True


def search(query: str, fields: Mapping[str, Get]) -> Search:
    """`fields` is what the list can be searched by; the empty name is what a bare word is looked for in."""
    reader = _Reader([found for found in _TOKEN.finditer(query) if found[0].strip() not in ("", ":")], fields)
    test, parsed = reader.alternatives()
    return Search(test, parsed, reader.warnings)


class _Reader:
    def __init__(self, tokens: list[re.Match[str]], fields: Mapping[str, Get]) -> None:
        self._tokens = tokens
        self._fields = fields
        self.warnings: list[dict[str, str]] = []

    def alternatives(self) -> tuple[Test, dict[str, Any]]:
        tests = [self._all()]
        while self._take("OR"):
            tests.append(self._all())
        if len(tests) == 1:
            return tests[0]
        return (lambda shop, row: any(test(shop, row) for test, _ in tests)), {"or": [said for _, said in tests]}

    def _all(self) -> tuple[Test, dict[str, Any]]:
        tests = []
        while self._tokens and self._tokens[0][0].strip() not in ("OR", ")"):
            if not self._take("AND"):
                tests.append(self._one())
        if len(tests) == 1:
            return tests[0]
        return (lambda shop, row: all(test(shop, row) for test, _ in tests)), {"and": [said for _, said in tests]}

    def _one(self) -> tuple[Test, dict[str, Any]]:
        token = self._tokens.pop(0)
        if token["minus"] or token["word"] == "NOT":
            test, said = self._one() if self._tokens else (everything, {})
            return (lambda shop, row: not test(shop, row)), {"not": said}
        if token["paren"] == "(":
            inner = self.alternatives()
            self._take(")")
            return inner
        if token["field"]:
            return self._term(token["field"], token["op"] or "", token["value"].strip("'\""))
        if token["word"]:
            word = token["word"].strip("'\"")
            return _matching(self._fields[""], "", word) if "" in self._fields else everything, {"match_all": word}
        return everything, {}

    def _term(self, name: str, op: str, value: str) -> tuple[Test, dict[str, Any]]:
        said = {"field": name, _RANGES.get(op, "match_all"): value}
        if name not in self._fields:
            message = "Invalid search field for this query."
            self.warnings.append({"field": name, "message": message, "code": "invalid_field"})
            return everything, said
        return _matching(self._fields[name], op, value), said

    def _take(self, word: str) -> bool:
        if self._tokens and self._tokens[0][0].strip() == word:
            self._tokens.pop(0)
            return True
        return False


def _matching(get: Get, op: str, wanted: str) -> Test:
    def test(shop: Any, row: Any) -> bool:
        found = get(shop, row)
        values = found if isinstance(found, (list, tuple)) else [found]
        if wanted == "*":
            return any(value is not None and value != "" for value in values)
        return any(_compares(value, op, wanted) for value in values if value is not None)

    return test


def _compares(value: Any, op: str, wanted: str) -> bool:
    if isinstance(value, bool):
        return value == (wanted.lower() == "true")
    try:
        if isinstance(value, datetime):
            if not op and len(wanted) == len("2026-11-24"):
                return show_time(value).startswith(wanted)
            return _holds(value, op, parse_time(wanted))
        if isinstance(value, (int, Decimal)):
            return _holds(Decimal(value), op, Decimal(wanted))
    except (ValueError, InvalidOperation):
        return False
    text, looked_for = str(value).casefold(), wanted.casefold()
    if looked_for.endswith("*"):
        return any(word.startswith(looked_for[:-1]) for word in (text, *text.split()))
    return text == looked_for if not op else _holds(text, op, looked_for)


def _holds(value: Any, op: str, wanted: Any) -> bool:
    match op:
        case ">=":
            return bool(value >= wanted)
        case "<=":
            return bool(value <= wanted)
        case ">":
            return bool(value > wanted)
        case "<":
            return bool(value < wanted)
        case _:
            return bool(value == wanted)
