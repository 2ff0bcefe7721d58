"""The whole history of a shop as one file that Shopify writes for us.

The rule kept here: never more than one order is put together at a time. The file has a line a thing, an order's lines
below it; we join them again. An operation of ours that is there already is taken up, so what was broken off costs the
store nothing twice.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from adapters.shopify.address import number
from adapters.shopify.client import Client
from adapters.shopify.operations import operation
from adapters.shopify.payloads import Nodes, Thing
from connector.adapter import Misconfigured, Rejected, Retryable

KEPT = timedelta(days=6)  # Shopify keeps the file for seven days
POLL, POLLS = 5.0, 120  # seconds between two looks, and how many; then the queue comes back to it
_GOING = frozenset({"CREATED", "RUNNING"})
_LISTS = {"LineItem": "lineItems", "ShippingLine": "shippingLines"}


class TooFew(Exception):
    """It is not worth a bulk operation."""


class BulkFailed(Exception):
    """Shopify would not do it, or did not get it done."""


class Operation(Thing, frozen=True):
    id: str
    status: str
    created_at: datetime
    query: str = ""
    error_code: str | None = None
    root_object_count: str | None = None
    url: str | None = None

    @property
    def orders(self) -> int | None:
        return int(self.root_object_count) if self.root_object_count else None


class _UserError(Thing, frozen=True):
    message: str
    code: str | None = None


class _Run(Thing, frozen=True):
    bulk_operation: Operation | None
    user_errors: list[_UserError]


class _Started(Thing, frozen=True):
    bulk_operation_run_query: _Run


class _One(Thing, frozen=True):
    bulk_operation: Operation | None


class _All(Thing, frozen=True):
    bulk_operations: Nodes[Operation]


class Bulk:
    """Bulk operations over a store's orders."""

    def __init__(
        self, client: Client, now: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._now = now
        self._sleep = sleep

    def finished(self) -> Operation:
        """An operation whose file is there: one of the last days, or a new one, waited for. Raises BulkFailed, and
        Retryable while it is not done."""
        found = self._known() or self._start()
        for _ in range(POLLS):
            if found.status not in _GOING:
                break
            self._sleep(POLL)
            found = self._client.run("BulkOperation", _One, id=found.id).bulk_operation or found
        if found.status in _GOING:
            raise Retryable("Shopify is still writing the shop's history into a file.", timedelta(minutes=1))
        if found.error_code == "ACCESS_DENIED":
            raise Misconfigured("The app may not read all that an order holds; `loyalty store check` names the scope.")
        if found.status != "COMPLETED":
            raise BulkFailed(f"the bulk operation ended as {found.status.lower()} ({found.error_code or 'no reason'})")
        return found

    def orders(self, done: Operation) -> Iterator[tuple[str, bytes]]:
        """Each order's number, and the order as an answer would hold it."""
        order: dict[str, Any] | None = None
        for line in self._client.lines(done.url) if done.url else ():
            thing = _decoded(line)
            if "__parentId" not in thing:
                if order:
                    yield _whole(order)
                order = thing | {name: {"nodes": []} for name in _LISTS.values()}
            elif order is None or thing["__parentId"] != order["id"]:
                raise Rejected("Shopify's file of orders is not grouped: a line stands apart from its order.")
            else:
                order[_LISTS[thing["__typename"]]]["nodes"].append(thing)
        if order:
            yield _whole(order)

    def _known(self) -> Operation | None:
        text = operation("BulkOrders").text
        recent = self._now() - KEPT
        for one in self._client.run("BulkOperations", _All).bulk_operations.nodes:
            if one.query == text and one.created_at > recent and one.status in (*_GOING, "COMPLETED"):
                return one
        return None

    def _start(self) -> Operation:
        run = self._client.run("RunBulk", _Started, query=operation("BulkOrders").text).bulk_operation_run_query
        if run.bulk_operation is None or run.user_errors:
            raise BulkFailed("; ".join(error.message for error in run.user_errors)[:300])
        return run.bulk_operation


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        thing: dict[str, Any] = msgspec.json.decode(line)
    except msgspec.DecodeError:
        raise Retryable("Shopify's file of orders broke off in the middle of a line.") from None
    return thing


def _whole(order: dict[str, Any]) -> tuple[str, bytes]:
    return number(order["id"]), msgspec.json.encode(order)
