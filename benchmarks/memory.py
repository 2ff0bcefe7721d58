"""How much memory a long history needs, beside a short one: reading it, and working through as many deliveries.

Each run has a process of its own, whose peak is what the operating system says when all is done. The shop makes its
orders when they are asked for.
"""

import sys
from collections.abc import Iterator

from benchmarks import endless_shop, places
from benchmarks.harness import Measured, apart, at_most, in_turn, peak
from connector import bootstrap
from connector.usecases.intake import WEBHOOK, Letter, drain, receive
from connector.usecases.pull import pull

SHORT = 10_000
ROUNDS = 1  # a peak is not a matter of chance
HEADERS = {"x-wc-webhook-topic": "order.updated"}


def measure(quick: bool) -> Iterator[Measured]:
    short, long = (500, 4_000) if quick else (SHORT, 1_000_000)
    for what, run in (("back-fill", back_fill), ("drain of the inbox", drained)):
        pairs = in_turn(ROUNDS, lambda run=run: apart(run, long), lambda run=run: apart(run, short))  # type: ignore[misc]
        yield Measured(f"peak memory, {what}, {long:,} orders", f"{short:,} orders", "MB", pairs, at_most(1.2))


def back_fill(orders: int) -> float:
    """Peak memory of reading so many orders."""
    with (
        places.started([sys.executable, "-m", "benchmarks.endless_shop", str(orders)]) as access,
        places.a_store(access) as at,
    ):
        settled = pull(*at, bootstrap.now)
        assert settled.changed == orders, settled
        return peak()


def drained(orders: int) -> float:
    """Peak memory of working through so many deliveries."""
    pattern = endless_shop.pattern()
    with places.a_store(places.SHOP) as (database, store):
        for start in range(0, orders, 500):
            told = (endless_shop.order(number, orders // 5, pattern) for number in range(start, start + 500))
            receive(database, [Letter(store.id, WEBHOOK, one.encode(), HEADERS) for one in told], bootstrap.now())
        done = 0
        while (round_ := drain(database, store, bootstrap.now())).any:
            done += round_.done
        assert done == orders, done
        return peak()
