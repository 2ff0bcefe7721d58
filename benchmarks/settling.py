"""What settling a batch costs beside writing the very same rows.

From the orders as a shop writes them, JSON, to transactions, lots, postings, snapshots and outbox in SQL; against the
rows that come of it, inserted by hand with the bare driver, in as many commits.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table

from adapters.woocommerce.mapping import to_order
from adapters.woocommerce.payloads import OrderPayload, RefundPayload, decode
from benchmarks import places
from benchmarks.engines import ENGINES, Engine
from benchmarks.harness import Measured, at_least, in_turn
from benchmarks.places import Told
from connector.core.commerce import Order
from connector.db.engine import Database
from connector.db.tables import metadata
from connector.usecases.settle_orders import settle_orders
from connector.usecases.stores import Store

PAGE = 100  # orders in a commit, as in a back-fill
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYED = [table for table in metadata.sorted_tables if "id" in table.c]


@dataclass(frozen=True, slots=True)
class Insert:
    """What one commit adds to one table."""

    statement: str
    rows: Sequence[Sequence[Any]]


Commit = list[Insert]


def measure(quick: bool) -> Iterator[Measured]:
    orders, rounds = (1_000, 3) if quick else (5_000, 7)
    told = places.history(orders)
    for running in ENGINES:
        with running() as engine:
            yield _measured(engine, told, rounds)


def _measured(engine: Engine, told: Sequence[Told], rounds: int) -> Measured:
    commits = rows_of(engine, told)
    return Measured(
        f"settle orders by the {PAGE}, {engine.name}",
        "bulk insert of the same rows, bare driver",
        "orders/s",
        in_turn(rounds, lambda: len(told) / settled(engine, told), lambda: len(told) / inserted(engine, commits)),
        at_least(0.35),
    )


def settled(engine: Engine, told: Sequence[Told]) -> float:
    """Seconds that it takes from JSON to books."""
    with places.books(engine.new()) as database:
        store = places.connected(database)
        started = time.perf_counter()
        for start in range(0, len(told), PAGE):
            settle(database, store, told[start : start + PAGE])
        return time.perf_counter() - started


def settle(database: Database, store: Store, page: Sequence[Told]) -> None:
    read = [_read(one) for one in page]
    with database.write() as connection:
        settle_orders(connection, store, read, NOW)


def _read(told: Told) -> Order:
    order = decode(told.order, OrderPayload, "An order")
    return to_order(order, [decode(refund, RefundPayload, "A refund") for refund in told.refunds], NOW)


def inserted(engine: Engine, commits: Sequence[Commit]) -> float:
    """Seconds that it takes by hand."""
    with closing(engine.driver(engine.new())) as driver:
        started = time.perf_counter()
        for commit in commits:
            cursor = driver.cursor()
            for insert in commit:
                cursor.executemany(insert.statement, insert.rows)
            driver.commit()
        return time.perf_counter() - started


def rows_of(engine: Engine, told: Sequence[Told]) -> list[Commit]:
    """What each page of these orders adds to the books, as the driver has it."""
    url, commits = engine.new(), []
    with places.books(url) as database, closing(engine.driver(url)) as driver:
        store, ends = places.connected(database), _ends(driver)
        for start in range(0, len(told), PAGE):
            settle(database, store, told[start : start + PAGE])
            before, ends = ends, _ends(driver)
            added = [table for table in KEYED if ends[table.name] > before[table.name]]
            commits.append([_added(engine, driver, table, before[table.name]) for table in added])
            driver.commit()
    return commits


def _ends(driver: Any) -> dict[str, int]:
    cursor = driver.cursor()
    found = {}
    for table in KEYED:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table.name}")  # noqa: S608
        found[table.name] = cursor.fetchone()[0]
    driver.commit()
    return found


def _added(engine: Engine, driver: Any, table: Table, beyond: int) -> Insert:
    cursor, names = driver.cursor(), ", ".join(table.c.keys())
    cursor.execute(f"SELECT {names} FROM {table.name} WHERE id > {beyond} ORDER BY id")  # noqa: S608
    marks = ", ".join([engine.mark] * len(table.c))
    return Insert(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", cursor.fetchall())  # noqa: S608
