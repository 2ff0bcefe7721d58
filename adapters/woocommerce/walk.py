"""Walking a list that moves while it is read.

The rule kept here: no row is left out. Page numbers skip rows under change (an edited order leaves page 1, and the
first of page 2 slips into page 1 unseen), so the walk asks for the first page after a place in time and moves the
place. Only where one second holds more than a page are page numbers used, from the last to the first: a row that
leaves then makes others show twice instead of never.

The next page is asked for by its place; where those after it begin is guessed, so that several can be out at once
(`adapters.ahead`): so many rows on, less some that should show twice. A guess counts only if it joins, which is if it
begins in an earlier second than the one that the page before it ends in. Then every second lies whole within one of the
two, whichever was read first: what is in neither was changed in between, and comes later in the list. A guess that does
not join is thrown away with all that follow it. So wrong guesses cost questions, and never a row.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from adapters.ahead import Ahead
from adapters.woocommerce.client import PER_PAGE, Client, Rows
from adapters.woocommerce.payloads import Position
from connector.adapter import Rejected, Retryable

SECOND = timedelta(seconds=1)  # the store's clock ticks in these, and its "after" is exclusive
OVERLAP, WIDEST = 4, 64  # rows that a guess goes back: doubled when one does not join, one less when one does


@dataclass(frozen=True, slots=True)
class Axis:
    """A date to walk along: how the store calls it in orders, in questions and in answers."""

    orderby: str
    after: str
    before: str
    field: str


BY_CHANGE = Axis("modified", "modified_after", "modified_before", "date_modified_gmt")
BY_PLACING = Axis("date", "after", "before", "date_created_gmt")


class Row(NamedTuple):
    at: datetime  # on the axis; of a row that does not tell, the place of its neighbour
    raw: msgspec.Raw
    observed_at: datetime
    ends: bool = False  # what was read together: the row after it may not be there yet


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of the list, in the list's order; `left` is how many rows follow it, as far as the store says so."""

    rows: list[Row]
    left: int
    date: datetime | None  # the store's clock

    @property
    def last(self) -> datetime:
        return self.rows[-1].at

    @property
    def more(self) -> bool:
        """Is this not the end? A store may hand out smaller pages than it was asked for, a proxy may drop the total."""
        return len(self.rows) == PER_PAGE or (self.left > 0 and bool(self.rows))

    def joins(self, before: "Stretch") -> bool:
        """Does no second lie between the two, or half in each?"""
        return bool(self.rows) and self.rows[0].at < before.last and (self.last > before.last or not self.more)


class Asked(NamedTuple):
    position: int  # of its first row, in rows from the beginning of the walk, if the list stood still
    guessed: bool
    answer: Future[Stretch]


class Walk:
    """Orders of one status filter at or after `since`, oldest first. The first page is asked for at once."""

    def __init__(
        self,
        client: Client,
        axis: Axis,
        status: str,
        since: datetime,
        now: Callable[[], datetime],
        ahead: Ahead | None = None,
    ) -> None:
        self._client = client
        self._axis = axis
        self._status = status
        self._now = now
        self._ahead = ahead or Ahead()
        self._after = since.replace(microsecond=0) - SECOND  # everything up to this has been seen
        self._position = 0  # of the first row after it
        self._asked: deque[Asked] = deque()
        self._overlap = OVERLAP
        self._first = self._ask()
        # What changes while we read is the next walk's, or a busy store would keep this one walking for ever.
        self._horizon = self._first.date or now()
        self.total = len(self._first.rows) + self._first.left

    def __iter__(self) -> Iterator[Row]:
        found, position = self._first, 0
        shown: set[bytes] = set()
        while True:
            going_on = found.more and found.last <= self._horizon
            full_second = found.last - SECOND == self._after if going_on else None
            if going_on and not full_second:
                self._go_to(found, position)
                self._look_ahead(found, position)
            before, shown = shown, {bytes(row.raw) for row in found.rows}
            if fresh := [row for row in found.rows if bytes(row.raw) not in before]:
                yield from _ended(fresh)
            if not going_on:
                return
            if full_second:
                yield from self._within(found.last)
                self._after = found.last
                self._asked.clear()
                found, position = self._ask(), self._position
            else:
                found, position = self._next(found)

    def _go_to(self, found: Stretch, position: int) -> None:
        """All but the last second of what was found is known to be whole."""
        if found.last <= self._after:
            raise Retryable("The store's list of orders does not move on; is there a cache before its REST interface?")
        self._after = found.last - SECOND
        self._position = position + next(place for place, row in enumerate(found.rows) if row.at == found.last)

    def _look_ahead(self, found: Stretch, position: int) -> None:
        size = len(found.rows)
        end = position + size + found.left
        if not self._asked:
            self._put(self._position, guessed=False)
        while len(self._asked) < self._ahead.pace.limit and self._asked[-1].position + size < end:
            self._put(self._asked[-1].position + size - self._overlap, guessed=True)

    def _put(self, position: int, *, guessed: bool) -> None:
        answer = self._ahead.start(self._page(self._after, max(position - self._position, 0)))
        self._asked.append(Asked(position, guessed, answer))

    def _next(self, before: Stretch) -> tuple[Stretch, int]:
        position, guessed, answer = self._asked.popleft()
        found = answer.result()
        if not guessed:
            return found, position
        if found.joins(before):
            self._overlap = max(self._overlap - 1, OVERLAP)
            return found, position
        self._overlap = min(self._overlap * 2, WIDEST)
        self._asked.clear()
        return self._ask(), self._position

    def _ask(self) -> Stretch:
        """What follows the last place that is known; this always joins."""
        return self._ahead.start(self._page(self._after, 0)).result()

    def _page(self, after: datetime, offset: int) -> Callable[[], Stretch]:
        axis = self._axis
        params: dict[str, str | int] = {"orderby": axis.orderby, axis.after: _stamp(after)}
        if offset:
            params["offset"] = offset

        def question() -> Stretch:
            observed_at = self._now()
            found = self._rows(**params)
            return Stretch(
                self._placed(found, after, observed_at), max(found.total - offset - len(found.rows), 0), found.date
            )

        return question

    def _within(self, second: datetime) -> Iterator[Row]:
        """All of one second, which holds more than a page."""
        window = {self._axis.after: _stamp(second - SECOND), self._axis.before: _stamp(second + SECOND)}
        pages = self._rows(orderby="id", **window).pages
        for page in range(pages, 0, -1):
            observed_at = self._now()
            found = self._rows(orderby="id", page=page, **window)
            if found.rows:
                yield from _ended(Row(second, raw, observed_at) for raw in found.rows)

    def _rows(self, **params: str | int) -> Rows:
        with self._ahead.turn() as asked_at:
            found = self._client.rows("orders", status=self._status, order="asc", **params)
            if len(found.rows) == PER_PAGE or found.tries > 1:
                self._ahead.pace.answered(asked_at, stumbled=found.tries > 1)
            return found

    def _placed(self, found: Rows, after: datetime, observed_at: datetime) -> list[Row]:
        """An order that is changed between being sorted and being told stands before others that are older: its place
        is theirs. That of the last row of many is its neighbour's, for nothing behind it tells."""
        moments = [self._moment(raw) for raw in found.rows]
        told = [moment for moment in moments if moment]
        many = len(found.rows) == PER_PAGE or found.total > len(found.rows)
        if many and moments and not told:
            raise Rejected(
                f"No order of a whole page has a readable {self._axis.field}, so the list cannot be walked. "
                "Look for a plugin that changes the orders of the REST interface."
            )
        at = told[-2 if many and len(told) > 1 else -1] if told else after + SECOND
        rows = []
        for raw, moment in zip(reversed(found.rows), reversed(moments), strict=True):
            at = min(at, moment or at)
            rows.append(Row(at, raw, observed_at))
        return rows[::-1]

    def _moment(self, raw: msgspec.Raw) -> datetime | None:
        try:
            position = msgspec.json.decode(raw, type=Position)
            moment = datetime.fromisoformat(getattr(position, self._axis.field) or "")
        except (msgspec.ValidationError, ValueError):
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _ended(rows: Iterable[Row]) -> list[Row]:
    *others, last = rows
    return [*others, last._replace(ends=True)]


def _stamp(moment: datetime) -> str:
    """With the Z: a bare time is taken as the shop's local one."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
