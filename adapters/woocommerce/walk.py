"""Walking a list that moves while it is read.

The rule kept here: no row is left out. Page numbers skip rows under change (an edited order leaves page 1, and the
first of page 2 slips into page 1 unseen), so the walk asks for the first page after a place in time and moves the
place. Only where one second holds more than a page are page numbers used, from the last to the first: a row that
leaves then makes others show twice instead of never.

One question at a time: where a page begins is known only from the last row of the page before, and the numbers that
would tell it in advance skip rows. Stretches of time read side by side would lose none, but would have to be kept until
all before them are settled, since the cursor may only pass what is in the books: no longer a stream. So the walk does
not hurry a store; one that slows down is given rest (`adapters.pace`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from adapters.pace import Pace
from adapters.woocommerce.client import PER_PAGE, Client, Rows
from adapters.woocommerce.payloads import Position
from connector.adapter import Rejected, Retryable

SECOND = timedelta(seconds=1)  # the store's clock ticks in these, and its "after" is exclusive


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


class Walk:
    """Orders of one status filter at or after `since`, oldest first. The first page is asked for at once."""

    def __init__(
        self,
        client: Client,
        axis: Axis,
        status: str,
        since: datetime,
        now: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        self._pace = pace or Pace()
        self._client = client
        self._axis = axis
        self._status = status
        self._now = now
        self._after = since.replace(microsecond=0) - SECOND
        self._asked_at = now()
        self._first = self._ask(self._after)
        # What changes while we read is the next walk's, or a busy store would keep this one walking for ever.
        self._horizon = self._first.date or now()

    @property
    def total(self) -> int:
        return self._first.total

    def __iter__(self) -> Iterator[Row]:
        found, after = self._first, self._after
        while True:
            yield from (rows := self._placed(found, after))
            if not _more(found) or rows[-1].at > self._horizon:
                return
            last = rows[-1].at
            if last <= after:
                raise Retryable(
                    "The store's list of orders does not move on; is there a cache before its REST interface?"
                )
            if last - SECOND == after:
                yield from self._within(last)
                after = last
            else:
                after = last - SECOND
            self._asked_at = self._now()
            found = self._ask(after)

    def _within(self, second: datetime) -> Iterator[Row]:
        """All of one second, which holds more than a page."""
        window = {self._axis.after: _stamp(second - SECOND), self._axis.before: _stamp(second + SECOND)}
        pages = self._rows(orderby="id", **window).pages
        for page in range(pages, 0, -1):
            self._asked_at = self._now()
            found = self._rows(orderby="id", page=page, **window)
            yield from (row._replace(at=second) for row in self._placed(found, second - SECOND))

    def _ask(self, after: datetime) -> Rows:
        axis = self._axis
        return self._rows(orderby=axis.orderby, **{axis.after: _stamp(after)})

    def _rows(self, **params: str | int) -> Rows:
        return self._pace.ask(
            lambda: self._client.rows("orders", status=self._status, order="asc", **params),
            lambda found: len(found.rows) == PER_PAGE,
        )

    def _placed(self, found: Rows, after: datetime) -> list[Row]:
        rows, at, told = [], after + SECOND, False
        for raw in found.rows:
            if moment := self._moment(raw):
                at, told = moment, True
            rows.append(Row(at, raw, self._asked_at))
        if not told and _more(found):
            raise Rejected(
                f"No order of a whole page has a readable {self._axis.field}, so the list cannot be walked. "
                "Look for a plugin that changes the orders of the REST interface."
            )
        return sorted(rows, key=lambda row: row.at)

    def _moment(self, raw: msgspec.Raw) -> datetime | None:
        try:
            position = msgspec.json.decode(raw, type=Position)
            moment = datetime.fromisoformat(getattr(position, self._axis.field) or "")
        except (msgspec.ValidationError, ValueError):
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _more(found: Rows) -> bool:
    """Is this not the end? A store may hand out smaller pages than it was asked for, a proxy may drop the total."""
    return len(found.rows) == PER_PAGE or found.total > len(found.rows) > 0


def _stamp(moment: datetime) -> str:
    """With the Z: a bare time is taken as the shop's local one."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
