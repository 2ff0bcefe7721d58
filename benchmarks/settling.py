"""How fast snapshots become books: `python benchmarks/settling.py [ORDERS]`.

Ratios within one run, each against the baseline named in its line; the figures themselves are this machine's. A history
in pages of 100 (one commit a page), against one order a commit; the same again unchanged, against the first time;
deliveries kept in groups, against one commit each.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import resources
from itertools import islice
from pathlib import Path

from connector.core.commerce import Buyer, Line, Order, Stage
from connector.db import migrate
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.usecases.intake import WEBHOOK, Letter, receive
from connector.usecases.settle_orders import settle_orders
from connector.usecases.stores import Store, enlist

START = datetime(2026, 1, 1, tzinfo=UTC)
PROGRAMME = (resources.files("connector") / "templates" / "starter.yaml").read_text("utf-8")


class NoAdapter:
    """Nothing here asks the store anything."""


def history(count: int) -> list[Order]:
    """Completed orders of a fifth as many customers."""
    orders = []
    for number in range(count):
        at = START + timedelta(minutes=number)
        lines = (Line("1", "p", "Goods", Decimal(1), 8403, 1597, 8403, 1597),)
        buyer = Buyer(str(number % max(count // 5, 1)), f"buyer{number}@example.test")
        orders.append(
            Order(str(number), str(number), "completed", Stage.COMPLETED, at, at, at, "EUR", buyer, 10000, 1597, lines)
        )
    return orders


def a_store(folder: Path, name: str) -> tuple[Database, Store]:
    database = Database(f"sqlite:///{folder / name}.db")
    migrate.upgrade(database)
    row = enlist(database, "shop", parse_programme(PROGRAMME, "starter"), "benchmark", START)
    return database, Store(row.id, "shop", row.programme_id, NoAdapter(), timedelta(days=30))  # type: ignore[arg-type]


def seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def settle(database: Database, store: Store, orders: list[Order], size: int) -> None:
    rest = iter(orders)
    while batch := list(islice(rest, size)):
        with database.write() as connection:
            settle_orders(connection, store, batch, START + timedelta(days=400))


def keep(database: Database, store: Store, count: int, size: int) -> None:
    letters = [Letter(store.id, WEBHOOK, b'{"id":1}', {"x": "y"}) for _ in range(count)]
    for start in range(0, count, size):
        receive(database, letters[start : start + size], START)


def main(count: int) -> None:
    orders = history(count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, apart = a_store(folder, "one")
        alone = seconds(lambda: settle(one, apart, orders, 1))
        database, store = a_store(folder, "pages")
        pages = seconds(lambda: settle(database, store, orders, 100))
        again = seconds(lambda: settle(database, store, orders, 100))
        single = seconds(lambda: keep(database, store, count, 1))
        groups = seconds(lambda: keep(database, store, count, 50))
        for opened in (one, database):
            opened.close()
    print(f"{count} orders of {max(count // 5, 1)} customers, SQLite, synchronous=FULL")
    for what, took, baseline, against in (
        ("history in pages of 100", pages, alone, "one order a commit"),
        ("the same again, unchanged", again, pages, "the first time"),
        ("deliveries kept in groups of 50", groups, single, "one commit each"),
    ):
        print(f"{what:34} {count / took:8.0f}/s   {baseline / took:5.1f} times {against}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
