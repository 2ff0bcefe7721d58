"""How fast a shop's history becomes settled points: `python benchmarks/backfill.py [--orders N] [--rounds N]`.

Ratios within one run, each against the baseline named in its line; the figures themselves are this machine's. The shop
is the WooCommerce sandbox in a process of its own, spoken to over HTTP. Three ways take turns: the client library
`woocommerce` pages through all orders and does nothing with them; a back-fill reads the same orders, settles them and
commits every page; and a few of the orders are asked for one at a time, settled and committed one at a time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import chain, count, islice
from pathlib import Path
from statistics import median

from woocommerce.api import API

from adapters.woocommerce.adapter import WooCommerce
from connector.core.commerce import Order
from connector.db import migrate
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.pull import pull
from connector.usecases.settle_orders import settle_orders
from connector.usecases.stores import Store, enlist

PROGRAMME = (resources.files("connector") / "templates" / "starter.yaml").read_text("utf-8")
START = datetime(2020, 1, 1, tzinfo=UTC)
SINGLES = 200  # orders asked for one at a time: enough to tell how long one takes
Access = dict[str, str]  # the shop's url, consumer_key and consumer_secret


@contextmanager
def a_shop(orders: int) -> Iterator[Access]:
    command = [sys.executable, "-m", "adapters.woocommerce.sandbox", "--disable-wp-cron", "--seed=1"]
    options = [f"--orders={orders}", f"--customers={max(orders // 5, 1)}", "--days=1000"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


@contextmanager
def a_store(access: Access) -> Iterator[tuple[Database, Store]]:
    """Empty books, connected to the shop."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'loyalty'}.db")
        migrate.upgrade(database)
        row = enlist(database, "shop", parse_programme(PROGRAMME, "starter"), "benchmark", START)
        adapter = WooCommerce(
            url=access["url"],
            consumer_key=access["consumer_key"],
            consumer_secret=access["consumer_secret"],
            timeout=60,
        )
        try:
            yield database, Store(row.id, "shop", row.programme_id, adapter, timedelta(days=30))
        finally:
            adapter.close()
            database.close()


def now() -> datetime:
    return datetime.now(UTC)


def paged(access: Access) -> float:
    """Orders a second that the client library hands over."""
    shop = API(
        url=access["url"],
        consumer_key=access["consumer_key"],
        consumer_secret=access["consumer_secret"],
        version="wc/v3",
        timeout=60,
    )
    started, read = time.perf_counter(), 0
    for page in count(1):
        rows = shop.get("orders", params={"per_page": 100, "page": page}).json()
        read += len(rows)
        if len(rows) < 100:
            break
    return read / (time.perf_counter() - started)


def back_filled(access: Access) -> float:
    """Orders a second that a back-fill settles."""
    with a_store(access) as (database, store):
        started = time.perf_counter()
        settled = pull(database, store, now)
        return settled.changed / (time.perf_counter() - started)


def one_by_one(access: Access, ids: list[str]) -> float:
    """Orders a second that are asked for, settled and committed one at a time."""
    with a_store(access) as (database, store):
        started = time.perf_counter()
        for one in ids:
            found = [order for order in store.adapter.orders.get([one]) if isinstance(order, Order)]
            with database.write() as connection:
                settle_orders(connection, store, found, now())
        return len(ids) / (time.perf_counter() - started)


def some_ids(access: Access) -> list[str]:
    with a_store(access) as (_, store):
        orders = chain.from_iterable(page.orders for page in store.adapter.orders.changed_since(None))
        return [order.id for order in islice(orders, SINGLES)]


def main(orders: int, rounds: int) -> None:
    client, ours, singly = [], [], []
    with a_shop(orders) as access:
        ids = some_ids(access)
        for _ in range(rounds):
            client.append(paged(access))
            ours.append(back_filled(access))
            singly.append(one_by_one(access, ids))
    print(
        f"{orders} orders of {max(orders // 5, 1)} customers over HTTP, SQLite, synchronous=FULL, medians of {rounds}"
    )
    for what, figures, against, name in (
        ("woocommerce client, doing nothing", client, client, ""),
        ("back-fill into settled points", ours, client, "times the client"),
        ("one by one into settled points", singly, ours, "times the back-fill"),
    ):
        ratios = [mine / other for mine, other in zip(figures, against, strict=True)]
        told = f"   {median(ratios):5.2f} {name} ({min(ratios):.2f} to {max(ratios):.2f})" if name else ""
        print(f"{what:34} {median(figures):8.0f}/s{told}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    main(options.orders, options.rounds)
