"""How fast a shop's history becomes settled points.

The shop is the WooCommerce sandbox in a process of its own, spoken to over HTTP; the baseline is the client library
`woocommerce`, which pages through the same orders and does nothing with them. Beside it: a few of the orders asked for,
settled and committed one at a time.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, count, islice

from woocommerce.api import API

from benchmarks import places
from benchmarks.harness import Measured, at_least, in_turn
from benchmarks.places import Access
from connector.core.commerce import Order
from connector.usecases.pull import pull
from connector.usecases.settle_orders import settle_orders

SINGLES = 200  # orders asked for one at a time: enough to tell how long one takes


def measure(quick: bool) -> Iterator[Measured]:
    orders, rounds = (4_000, 3) if quick else (20_000, 5)
    with places.a_shop(orders) as access:
        yield Measured(
            f"back-fill of {orders:,} orders over HTTP into settled points",
            "client library `woocommerce`, doing nothing",
            "orders/s",
            in_turn(rounds, lambda: back_filled(access), lambda: paged(access)),
            at_least(1.0),
        )
        ids = some_ids(access)
        yield Measured(
            "the same, read and settled by the page",
            "asked for, settled and committed one by one",
            "orders/s",
            in_turn(rounds if quick else 3, lambda: back_filled(access), lambda: one_by_one(access, ids)),
        )


def paged(access: Access) -> float:
    """Orders a second that the client library hands over."""
    shop = API(**access, version="wc/v3", timeout=60)
    started, read = time.perf_counter(), 0
    for page in count(1):
        rows = shop.get("orders", params={"per_page": 100, "page": page}).json()
        read += len(rows)
        if len(rows) < 100:
            break
    return read / (time.perf_counter() - started)


def back_filled(access: Access) -> float:
    """Orders a second that a back-fill settles."""
    with places.a_store(access) as (database, store):
        started = time.perf_counter()
        settled = pull(database, store, now)
        return settled.changed / (time.perf_counter() - started)


def one_by_one(access: Access, ids: list[str]) -> float:
    """Orders a second that are asked for, settled and committed one at a time."""
    with places.a_store(access) as (database, store):
        started = time.perf_counter()
        for one in ids:
            found = [order for order in store.adapter.orders.get([one]) if isinstance(order, Order)]
            with database.write() as connection:
                settle_orders(connection, store, found, now())
        return len(ids) / (time.perf_counter() - started)


def some_ids(access: Access) -> list[str]:
    with places.a_store(access) as (_, store):
        orders = chain.from_iterable(page.orders for page in store.adapter.orders.changed_since(None))
        return [order.id for order in islice(orders, SINGLES)]


def now() -> datetime:
    return datetime.now(UTC)
