"""Walking a list that moves while it is read.

The rule kept here: no row is left out. Skipping rows under change skips unseen ones too, so the walk asks for the first
page from a place in time on and moves the place. Only where one instant holds more than a page are rows skipped, from
the last page to the first: a row that leaves then makes others show twice instead of never.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from adapters.pace import Pace
from adapters.vendure.client import TAKE, Client
from adapters.vendure.payloads import Listing, Position, decode
from connector.adapter import Rejected

INSTANT = timedelta(milliseconds=1)  # the finest that the store tells; its "after" and "before" are exclusive


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the store: the operation that asks for it, its name there, the date to walk along, and what to ask
    for.
    """

    operation: str
    name: str
    along: str  # as the store calls it
    filter: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    id: str
    raw: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Rows:
    """A page; `total` is of all that its question asked for."""

    rows: list[Row]
    total: int


def walk(client: Client, listed: Listed, since: datetime) -> Iterator[Rows]:
    """What lies at or after `since`, oldest first, page by page; some rows twice."""
    pace, place = Pace(), since
    while True:
        found = _ask(client, listed, pace, {"after": place - INSTANT})
        yield found
        if len(found.rows) < TAKE:
            return
        last = found.rows[-1].at
        if last <= place:
            yield from _within(client, listed, pace, place)
            place += INSTANT
        else:
            place = last


def _within(client: Client, listed: Listed, pace: Pace, instant: datetime) -> Iterator[Rows]:
    """All of one instant, which holds more than a page."""
    window = {"after": instant - INSTANT, "before": instant + INSTANT}
    for skip in range(_ask(client, listed, pace, window).total // TAKE * TAKE, -1, -TAKE):
        yield _ask(client, listed, pace, window, skip)


def _ask(client: Client, listed: Listed, pace: Pace, when: dict[str, datetime], skip: int = 0) -> Rows:
    stamps = {name: stamp(moment) for name, moment in when.items()}
    options = {
        "filter": {**listed.filter, listed.along: stamps},
        # One key only: of two, the store takes first the one that its schema names first.
        "sort": {"id" if "before" in when else listed.along: "ASC"},
        "take": TAKE,
        "skip": skip,
    }
    what = f"The list {listed.name}"
    time.sleep(pace.rest)
    asked_at = pace.clock()
    page = client.ask(listed.operation, dict[str, Listing], what, options=options)[listed.name]
    if len(page.items) == TAKE:
        pace.answered(asked_at)
    return Rows([_row(raw, listed, what) for raw in page.items], page.total_items)


def _row(raw: msgspec.Raw, listed: Listed, what: str) -> Row:
    position = decode(raw, Position, what)
    moment = position.updated_at if listed.along == "updatedAt" else position.order_placed_at
    if moment is None:
        raise Rejected(f"{what}: a row has no {listed.along}, so the list cannot be walked.")
    return Row(moment, position.id, raw)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
