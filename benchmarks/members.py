"""Does it matter to one member how many others there are? Their account, and what a cart gives and takes.

The same questions of the same number of members, drawn at random, in large books and in small ones.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

from benchmarks import great_books, places
from benchmarks.harness import Measured, at_most, in_turn
from connector.core.commerce import Cart, Line
from connector.db.engine import Database
from connector.usecases.shopper import prospect, shop_account
from connector.usecases.stores import Store

FEW = 1_000
ASKED = 500  # members a round
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CART = Cart("EUR", (Line("1", "10", "Goods", Decimal(1), 8403, 1597, 8403, 1597),))
Question = Callable[[Database, Store, str], object]


def measure(quick: bool) -> Iterator[Measured]:
    many, rounds = (50_000, 5) if quick else (1_000_000, 9)
    with closing(Database(great_books.of(FEW))) as small, closing(Database(great_books.of(many))) as large:
        for what, ask in (("balance", _balance), ("quote of a cart", _quote)):
            yield Measured(
                f"{what} of one of {many:,} members, {many * great_books.LOTS:,} postings",
                f"of one of {FEW:,} members",
                "ms",
                in_turn(rounds, lambda: _asked(large, many, ask), lambda: _asked(small, FEW, ask)),  # noqa: B023
                at_most(1.5),
            )


def _balance(database: Database, store: Store, customer: str) -> object:
    return shop_account(database, store, customer, NOW).available


def _quote(database: Database, store: Store, customer: str) -> object:
    return prospect(database, store, customer, CART, NOW).offer


def _asked(database: Database, members: int, ask: Question) -> float:
    """Milliseconds that the answer of one takes."""
    store = places.connected(database)
    customers = [str(random.randint(1, members)) for _ in range(ASKED)]  # noqa: S311
    started = time.perf_counter()
    for customer in customers:
        assert ask(database, store, customer)
    return 1000 * (time.perf_counter() - started) / ASKED
