"""Printing: tables for people, JSON for programs.

The rule kept here: results go to stdout and everything else to stderr, so that a pipe carries results only; and what
comes from outside is shown as text, whatever it tries to be.
"""

import json
import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from connector.core.money import to_decimal

if TYPE_CHECKING:
    from connector.languages import Voice

# What would steer a terminal: control characters, and those that turn the direction of all that follows.
_CONTROLLING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Paper(Console):
    """Without markup and without line breaks of its own, so that commands and addresses can be copied."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = 10_000  # a pipe has no edge: one row is one line there

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(_tame(one) if isinstance(one, str) else one for one in objects), **options)


out = _Paper()
err = _Paper(stderr=True)


def as_json(value: Any) -> str:
    """Anything made of dataclasses and plain values: times in ISO 8601, bytes as text where they are text."""
    return json.dumps(msgspec.to_builtins(value, enc_hook=_plain, builtin_types=(bytes,)), indent=2, default=_plain)


def print_json(value: Any) -> None:
    print(as_json(value))  # noqa: T201


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None, voice: "Voice | None" = None
) -> None:
    """A table. Columns whose name begins with > are right-aligned; those with ~ hold prose and may be broken.

    With a voice they are codes of its catalogue, and figures and times are written as it writes them.
    """
    if title:
        heading(title)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        name = column.lstrip(">~")
        shown.add_column(
            spoken(voice.say(f"column-{name}", zone=voice.zone)) if voice else name,
            justify="right" if column.startswith(">") else "left",
            overflow="fold",
            no_wrap=not column.startswith("~"),
        )
    for row in rows:
        shown.add_row(*(_cell(value, voice) for value in row))
    out.print(shown, soft_wrap=False)


def _cell(value: object, voice: "Voice | None") -> str | Text:
    match value:
        case None:
            return "–"
        case Text():
            return value
        case datetime():
            return spoken(voice.clock(value)) if voice else when(value)
        case int() if voice:
            return spoken(voice.number(value))
        case _:
            return _tame(str(value))


def _tame(text: str) -> str:
    return _STEERING.sub("�", text)


def when(at: datetime | None) -> str:
    """A time as people read it, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"


def said(text: str, style: str | None = None) -> None:
    """What a voice says."""
    out.print(spoken(text), style=style)


def spoken(text: str) -> Text:
    """What a voice says, also in a table. Its own marks of direction stay; it leaves none in what came from outside."""
    return Text(_CONTROLLING.sub("�", text))


def heading(text: str) -> None:
    out.print(text, style="bold")


def money(minor: int, currency: str) -> str:
    return f"{to_decimal(minor, currency)} {currency}"
