"""Printing: tables for people, JSON for programs.

The rule kept here: results go to stdout and everything else to stderr, so that a pipe carries results only.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from connector.core.money import to_decimal

# No markup: names and reasons come from outside and are shown as they are.
out = Console(highlight=False, markup=False)
err = Console(stderr=True, highlight=False, markup=False)


def print_json(value: Any) -> None:
    """Anything made of dataclasses and plain values: times in ISO 8601, bytes as text where they are text."""
    print(json.dumps(msgspec.to_builtins(value, enc_hook=_plain, builtin_types=(bytes,)), indent=2, default=_plain))  # noqa: T201


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """A table; columns whose name begins with > are right-aligned."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    out.print(shown)


def _cell(value: object) -> str:
    match value:
        case None:
            return "–"
        case datetime():
            return when(value)
        case _:
            return str(value)


def when(at: datetime | None) -> str:
    """A time as people read it, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"


def heading(text: str) -> None:
    out.print(text, style="bold")


def money(minor: int, currency: str) -> str:
    return f"{to_decimal(minor, currency)} {currency}"
