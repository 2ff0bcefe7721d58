"""Reading orders: by id, and as a stream of what changed or was placed since a time.

The rule kept here: every order asked for gets an answer. One that cannot be understood is handed on as Unreadable and
its neighbours go on; one the store no longer knows is Gone, unless Shopify may only be hiding it: without the scope
read_all_orders it shows the orders of 60 days, and says nothing of the others.

The list is walked by Shopify's own cursor, which holds the place of the last row (its time and its id) and not a count,
so an order that moves away while we read takes nobody with it. The end of the walk is where the list ended when it
began; what changes meanwhile is the next walk's.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from adapters.shopify.access import ALL_ORDERS, Access
from adapters.shopify.address import gid, number
from adapters.shopify.bulk import Bulk, BulkFailed, TooFew
from adapters.shopify.client import Client
from adapters.shopify.mapping import to_order
from adapters.shopify.nested import whole
from adapters.shopify.own_cards import Cards
from adapters.shopify.payloads import ByIds, Nodes, OrderPayload, Position, Thing, decode
from connector.adapter import Page, Rejected, Unreadable
from connector.core.commerce import Gone, Order

log = logging.getLogger(__name__)

PAGE = 100  # with all that an order holds; a longer page would cost more than one question may
TOGETHER = 10  # orders by their ids: each costs by itself
WALL = timedelta(days=60)
# Shopify's list is a search index, which lags behind the orders: a neighbour may turn up with an earlier time.
_OVERLAP = timedelta(seconds=10)
_EVER = datetime(1970, 1, 2, tzinfo=UTC)
_BEHIND_THE_WALL = (
    "Shopify shows no order of this id. It may be older than 60 days, which the app may not read: give it the scope "
    "read_all_orders, in the Dev Dashboard, and let the store approve it."
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A date to walk along: how Shopify calls it in sorting and in filters."""

    sort_key: str
    filter: str

    def of(self, position: Position) -> datetime:
        return (position.updated_at if self is BY_CHANGE else position.processed_at).astimezone(UTC)


BY_CHANGE = Axis("UPDATED_AT", "updated_at")
BY_PLACING = Axis("PROCESSED_AT", "processed_at")


class _Listed(Thing, frozen=True):
    orders: Nodes[msgspec.Raw]


class _Count(Thing, frozen=True):
    count: int
    precision: str


class _Ahead(Thing, frozen=True):
    orders_count: _Count | None
    orders: Nodes[Position]


class _Id(Thing, frozen=True):
    id: str = ""


class ShopifyOrders:
    """The orders facet."""

    def __init__(self, client: Client, access: Access, bulk: Bulk, now: Callable[[], datetime], bulk_from: int) -> None:
        """From so many orders on the history is read by a bulk operation."""
        self._bulk = bulk
        self._bulk_from = bulk_from
        self._client = client
        self._access = access
        self._cards = Cards(client, access)
        self._now = now

    def get(self, ids: Sequence[str]) -> Iterator[Order | Gone | Unreadable]:
        wanted = list(dict.fromkeys(ids))
        for one in wanted:
            if not (one.isascii() and one.isdecimal()):
                yield Unreadable(one, f"{one[:40]!r} is not the id of a Shopify order, which is a number.", b"")
        numbers = [one for one in wanted if one.isascii() and one.isdecimal()]
        for start in range(0, len(numbers), TOGETHER):
            chunk = numbers[start : start + TOGETHER]
            asked_at = self._now()
            found = self._client.run("OrdersByIds", ByIds, ids=[gid("Order", one) for one in chunk]).nodes
            yield from self._read([raw for raw in found if bytes(raw) != b"null"], asked_at)
            for one, raw in zip(chunk, found, strict=True):
                if bytes(raw) == b"null":
                    yield self._missing(one, asked_at)

    def changed_since(self, since: datetime | None) -> Iterator[Page]:
        """The whole history of a large shop is asked for as one bulk operation: Shopify writes it into a file, which
        costs hardly anything of the allowance. Its rows stand in no order that is promised, so the pages' `until` moves
        at the end only; a reading that was broken off takes the same file up again."""
        if since is None or since <= _EVER:
            since = None
            try:
                yield from self._history()
                return
            except (TooFew, BulkFailed) as reason:
                log.info("%s: the history is read page by page: %s", self._client.url, reason)
        yield from self._pages(BY_CHANGE, since)

    def placed_since(self, since: datetime) -> Iterator[Page]:
        return self._pages(BY_PLACING, since)

    def _history(self) -> Iterator[Page]:
        """Raises TooFew or BulkFailed before the first page, or nothing of the kind."""
        ahead = self._client.run("OrdersAhead", _Ahead, query="", sortKey=BY_CHANGE.sort_key)
        if ahead.orders_count is not None and ahead.orders_count.count < self._bulk_from:
            raise TooFew("there are few orders")
        self._warn_of_the_wall(_EVER)
        done = self._bulk.finished()
        begun, rows = done.created_at.astimezone(UTC), self._bulk.orders(done)
        while chunk := list(islice(rows, PAGE)):
            yield Page(tuple(self._completed(chunk, begun)), _EVER, done.orders)
        yield from self._pages(BY_CHANGE, begun - _OVERLAP)  # what changed while and since it was written

    def _completed(self, chunk: Sequence[tuple[str, bytes]], begun: datetime) -> Iterator[Order | Unreadable]:
        """A bulk operation cannot tell what a refund gave back, so orders that have any are read by their ids."""
        again = [order_id for order_id, raw in chunk if _has_refunds(raw)]
        yield from self._read([msgspec.Raw(raw) for order_id, raw in chunk if order_id not in again], begun)
        yield from (one for one in self.get(again) if not isinstance(one, Gone))

    def _warn_of_the_wall(self, since: datetime) -> None:
        if since < self._now() - WALL and ALL_ORDERS not in self._access:
            log.warning(
                "%s shows us the orders of the last 60 days only: the app lacks read_all_orders", self._client.url
            )

    def _pages(self, axis: Axis, since: datetime | None) -> Iterator[Page]:
        until = since or _EVER
        self._warn_of_the_wall(until)
        query = "" if since is None else f"{axis.filter}:>='{_stamp(since)}'"
        ahead = self._client.run("OrdersAhead", _Ahead, query=query, sortKey=axis.sort_key)
        total = ahead.orders_count.count if ahead.orders_count and ahead.orders_count.precision == "EXACT" else None
        horizon = axis.of(ahead.orders.nodes[0]) if ahead.orders.nodes else until
        after: str | None = None
        while True:
            asked_at = self._now()
            listed = self._client.run(
                "Orders", _Listed, first=PAGE, after=after, query=query, sortKey=axis.sort_key
            ).orders
            last = self._place(axis, listed.nodes)
            if last is not None:
                until = max(until, last - _OVERLAP)
            yield Page(tuple(self._read(listed.nodes, asked_at)), until, total)
            after = listed.page_info.next
            if after is None or (last is not None and last > horizon):
                return

    def _place(self, axis: Axis, rows: Sequence[msgspec.Raw]) -> datetime | None:
        """Where on the axis the last of these rows stands that says so."""
        for raw in reversed(rows):
            try:
                return axis.of(decode(raw, Position, "An order"))
            except Rejected:
                continue
        return None

    def _read(self, rows: Sequence[msgspec.Raw], asked_at: datetime) -> Iterator[Order | Unreadable]:
        """One answer a row; which gift cards are ours is asked for all of them together."""
        understood: list[tuple[msgspec.Raw, OrderPayload]] = []
        for raw in rows:
            try:
                understood.append((raw, whole(self._client, decode(raw, OrderPayload, f"Order {_id(raw)}"))))
            except Rejected as error:
                yield Unreadable(_id(raw), str(error), bytes(raw))
        own = self._cards.ours(payload for _, payload in understood)
        for raw, payload in understood:
            try:
                yield to_order(payload, asked_at, own)
            except Rejected as error:
                yield Unreadable(_id(raw), str(error), bytes(raw))

    def _missing(self, order_id: str, asked_at: datetime) -> Gone | Unreadable:
        """Shopify numbers orders as they come: what is younger than the oldest that it shows, it would show."""
        if ALL_ORDERS in self._access:
            return Gone(order_id, asked_at)
        oldest = [int(_id(one)) for one in self._client.run("OldestOrder", _Listed).orders.nodes]
        if oldest and int(order_id) > oldest[0]:
            return Gone(order_id, asked_at)
        return Unreadable(order_id, _BEHIND_THE_WALL, b"")


class _Refunded(Thing, frozen=True):
    refunds: tuple[msgspec.Raw, ...] = ()


def _has_refunds(raw: bytes) -> bool:
    return bool(decode(raw, _Refunded, "An order").refunds)


def _id(raw: msgspec.Raw) -> str:
    """The row's id, even if nothing else of it is readable; empty if that is not either."""
    try:
        return number(msgspec.json.decode(raw, type=_Id).id)
    except msgspec.ValidationError:
        return ""


def _stamp(moment: datetime) -> str:
    """Between quotation marks, or Shopify takes what follows the first colon for another filter."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
