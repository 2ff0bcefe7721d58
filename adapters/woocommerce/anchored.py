"""Reading a list that can be asked for by place only: the store filters it by no date, or by a date of its own clock.

The rule kept here: no row is left out. A row that is deleted moves all later ones forward, so each page begins at a row
that was seen already: all that follows a seen row is what came after it. Where it does not, the walk turns back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from adapters.woocommerce.client import PER_PAGE, Rows
from connector.adapter import Retryable

T = TypeVar("T")

_TURNS = 20  # turning back so often in one walk means that the list does not stand still, or that a cache is before it


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A row that was understood, and its place in the order of the list."""

    id: str
    at: datetime | None
    row: T


@dataclass(frozen=True, slots=True)
class Anchored(Generic[T]):
    """Rows of a list in ascending order of date. `ask` gives a page from an offset (of a size), `read` a row of it."""

    ask: Callable[[int, int], Rows]
    read: Callable[[msgspec.Raw], Read[T]]

    def since(self, since: datetime | None) -> Iterator[list[T]]:
        """Pages of the rows dated at or after `since`; a row is shown once."""
        offset = 0 if since is None else self._before(since)
        seen: set[str] = set()
        turns = 0
        while True:
            found = self.ask(offset, PER_PAGE)
            rows = [self.read(raw) for raw in found.rows]
            if offset > 0 and not _joins(rows, seen, since):
                turns += 1
                if turns > _TURNS:
                    raise Retryable(
                        "The store's list does not stand still; is there a cache before its REST interface?"
                    )
                offset = max(0, offset - PER_PAGE)
                continue
            fresh = [one for one in rows if one.id not in seen]
            seen.update(one.id for one in rows)
            if wanted := [one.row for one in fresh if _within(one, since)]:
                yield wanted
            if len(rows) < PER_PAGE and offset + len(rows) >= found.total:
                return
            offset += _step(rows)

    def _before(self, since: datetime) -> int:
        """A place not far before the first row of `since`, found from the end: what is new is mostly little."""
        total = self.ask(0, 1).total
        back = PER_PAGE // 2
        while back < total:
            found = self.ask(total - back, 1).rows
            if found and not _within(self.read(found[0]), since):
                return total - back
            back *= 2
        return 0


def _within(read: Read[T], since: datetime | None) -> bool:
    """A row that does not tell its date may be a new one."""
    return since is None or read.at is None or read.at >= since


def _joins(rows: list[Read[T]], seen: set[str], since: datetime | None) -> bool:
    """Is nothing missing between what was seen and this page?"""
    if not rows:
        return False
    return rows[0].id in seen if seen else not _within(rows[0], since)


def _step(rows: list[Read[T]]) -> int:
    """To the row before those of the last second: the store may give rows of one second in another order next time."""
    last = rows[-1].at
    first_of_last = next(place for place, row in enumerate(rows) if row.at == last)
    return max(1, first_of_last - 1 if first_of_last > 1 else len(rows) - 1)
