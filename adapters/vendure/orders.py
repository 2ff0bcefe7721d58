"""Reading orders: by id, and as a stream of what changed or was placed since a time.

The rule kept here: every order asked for gets an answer. One that cannot be understood is handed on as Unreadable and
its neighbours go on; one the store no longer knows is Gone. Carts, which the store keeps among its orders, are in
no list. A refund moves no order's date: `placed_since` sees it, and the hint of our plugin.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from adapters.vendure.client import TAKE, Client
from adapters.vendure.mapping import to_order
from adapters.vendure.payloads import Listing, OrderPayload, Position, decode
from adapters.vendure.walk import Listed, walk
from connector.adapter import Page, Rejected, Unreadable
from connector.core.commerce import Gone, Order

# An order is dated before it is committed: a neighbour may turn up a moment later with an earlier date.
_OVERLAP = timedelta(seconds=10)
_EVER = datetime(1970, 1, 2, tzinfo=UTC)
# Orders of sellers are parts of another order, which is in the list too.
_PLACED = {"orderPlacedAt": {"isNull": False}, "active": {"eq": False}, "type": {"notEq": "Seller"}}


class VendureOrders:
    """The orders facet. An order tells its refunds itself."""

    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def get(self, ids: Sequence[str]) -> Iterator[Order | Gone | Unreadable]:
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), TAKE):
            chunk = wanted[start : start + TAKE]
            asked_at = self._now()
            options = {"filter": {"id": {"in": chunk}}, "take": TAKE}
            found = self._client.ask("Orders", dict[str, Listing], "The list orders", options=options)["orders"]
            rows = {decode(raw, Position, "An order").id: raw for raw in found.items}
            for one in chunk:
                yield self._read(one, rows[one], asked_at) if one in rows else Gone(one, asked_at)

    def changed_since(self, since: datetime | None) -> Iterator[Page]:
        return self._pages(Listed("Orders", "orders", "updatedAt", _PLACED), since or _EVER)

    def placed_since(self, since: datetime) -> Iterator[Page]:
        return self._pages(Listed("Orders", "orders", "orderPlacedAt", _PLACED), since)

    def _pages(self, listed: Listed, since: datetime) -> Iterator[Page]:
        until, total = since, None
        for found in walk(self._client, listed, since):
            total = found.total if total is None else total
            seen_at = self._now()
            if found.rows:
                until = max(until, found.rows[-1].at - _OVERLAP)
            yield Page(tuple(self._read(row.id, row.raw, seen_at) for row in found.rows), until, total)

    def _read(self, order_id: str, raw: msgspec.Raw, asked_at: datetime) -> Order | Unreadable:
        try:
            payload = decode(raw, OrderPayload, f"Order {order_id}")
            return to_order(payload, self._client.shop.precision, asked_at)
        except Rejected as error:
            return Unreadable(order_id, str(error), bytes(raw))
