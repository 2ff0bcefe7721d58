"""Reading orders: by id, and as a stream of what changed or was placed since a time.

The rule kept here: every order asked for gets an answer. One that cannot be understood is handed on as Unreadable and
its neighbours go on; one the store no longer knows is Gone.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter

import msgspec

from adapters.ahead import Ahead
from adapters.woocommerce.client import PER_PAGE, Client, NotFound
from adapters.woocommerce.mapping import to_order
from adapters.woocommerce.payloads import OrderPayload, Position, RefundPayload, decode
from adapters.woocommerce.walk import BY_CHANGE, BY_PLACING, Axis, Row, Walk
from connector.adapter import Page, Rejected, Unreadable
from connector.core.commerce import Gone, Order

# "any" leaves the trash out and cannot be combined with it, so the two are walked side by side. Carts that only the
# store's own checkout sees (checkout-draft) never count and are not asked for.
_STATUSES = ("any", "trash")
# An order is dated before it is committed: a neighbour may turn up a moment later with an earlier date.
_OVERLAP = timedelta(seconds=10)
_EVER = datetime(1970, 1, 2, tzinfo=UTC)
Turn = AbstractContextManager[object]


class WooOrders:
    """The orders facet. Refunds are read beside each order that has some; the order alone names no refunded line."""

    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def get(self, ids: Sequence[str]) -> Iterator[Order | Gone | Unreadable]:
        wanted = list(dict.fromkeys(ids))
        for one in wanted:
            if not (one.isascii() and one.isdecimal()):
                yield Unreadable(one, f"{one[:40]!r} is not a WooCommerce order id, which is a number.", b"")
        numbers = [one for one in wanted if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), PER_PAGE):
            yield from self._get(numbers[start : start + PER_PAGE])

    def changed_since(self, since: datetime | None) -> Iterator[Page]:
        return self._pages(BY_CHANGE, since or _EVER)

    def placed_since(self, since: datetime) -> Iterator[Page]:
        return self._pages(BY_PLACING, since)

    def _get(self, ids: list[str]) -> Iterator[Order | Gone | Unreadable]:
        missing = set(ids)
        if len(ids) > 1:
            asked_at = self._now()
            for raw in self._client.rows("orders", include=ids).rows:
                if (found := _id(raw)) in missing:
                    missing.remove(found)
                    yield self._read(found, raw, asked_at)
        # The list hides the trash and drafts; asked for singly they show.
        for one in ids:
            if one in missing:
                asked_at = self._now()
                try:
                    raw = self._client.get(f"orders/{one}", msgspec.Raw, f"Order {one}")
                except NotFound:
                    yield Gone(one, asked_at)
                else:
                    yield self._read(one, raw, asked_at)

    def _pages(self, axis: Axis, since: datetime) -> Iterator[Page]:
        with Ahead() as ahead:
            walks = [Walk(self._client, axis, status, since, self._now, ahead) for status in _STATUSES]
            total = sum(walk.total for walk in walks)
            rows = heapq.merge(*walks, key=attrgetter("at"))
            until = since
            for page in ahead.in_order(partial(self._page, chunk, total, ahead) for chunk in _chunks(rows)):
                until = max(until, page.until)
                yield replace(page, until=until)

    def _page(self, chunk: list[Row], total: int, ahead: Ahead) -> Page:
        read = [self._read(_id(row.raw), row.raw, row.observed_at, partial(ahead.turn, beside=1)) for row in chunk]
        return Page(
            orders=tuple(order for order in read if not isinstance(order, Gone)),
            until=chunk[-1].at - _OVERLAP if chunk else _EVER,
            total=total,
        )

    def _read(
        self, order_id: str, raw: msgspec.Raw, asked_at: datetime, turn: Callable[[], Turn] = nullcontext
    ) -> Order | Gone | Unreadable:
        what = f"Order {order_id or '(no id)'}"
        try:
            payload = decode(raw, OrderPayload, what)
            refunds: list[RefundPayload] = []
            if payload.refunds:
                with turn():
                    refunds = self._refunds(payload)
                    if {note.id for note in payload.refunds} - {refund.id for refund in refunds}:
                        # A refund was taken back between the two questions, or the order erased: then the list is just
                        # empty.
                        payload = self._client.get(f"orders/{order_id}", OrderPayload, what)
            return to_order(payload, refunds, asked_at)
        except NotFound:
            return Gone(order_id, asked_at)
        except Rejected as error:
            return Unreadable(order_id, str(error), bytes(raw))

    def _refunds(self, payload: OrderPayload) -> list[RefundPayload]:
        what = f"A refund of order {payload.id}"
        return list(self._client.every(f"orders/{payload.id}/refunds", RefundPayload, what))


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """As they were read, so that no row waits for those of the next page; an empty one, if there are none at all."""
    chunk, any_at_all = [], False
    for row in rows:
        chunk.append(row)
        if row.ends:
            yield chunk
            chunk, any_at_all = [], True
    if not any_at_all:
        yield []


def _id(raw: msgspec.Raw) -> str:
    """The row's id, even if nothing else of it is readable; empty if that is not either."""
    try:
        return str(msgspec.json.decode(raw, type=Position).id or "")
    except msgspec.ValidationError:
        return ""
