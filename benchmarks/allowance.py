"""How much of what Shopify allows is used in reading a whole history, page by page.

The rule kept here: the store's bucket of points and the reader's waiting are on one clock that passes only by waiting,
so the share is the pacing's own and no machine's.
"""

from collections.abc import Iterator

from adapters.shopify.adapter import Shopify
from adapters.shopify.sandbox import Sandbox
from adapters.shopify.sandbox.cost import Bucket
from adapters.shopify.sandbox.seed import Past
from benchmarks.harness import Measured, at_least, at_most

SIZE, RATE = 2_000.0, 100.0  # a shop's that pays for the standard plan


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def measure(quick: bool) -> Iterator[Measured]:
    orders = 1_500 if quick else 10_000
    clock = Clock()
    bucket = Bucket(SIZE, RATE, clock)
    with Sandbox(past=Past(seed=2, orders=orders, customers=orders // 20, days=50), bucket=bucket) as store:
        token = store.access_token
        adapter = Shopify(url=store.url, access_token=token, bulk_from=orders + 1, sleep=clock.sleep, clock=clock)
        before = store.requests
        pages = sum(1 for _ in adapter.orders.changed_since(None))
        asked, spent = store.requests - before, SIZE + RATE * clock.time - bucket.left
        adapter.close()
    what = f"Shopify: {orders:,} orders read page by page"
    yield Measured(
        what, "the bucket and what flowed into it", "points", ((spent, SIZE + RATE * clock.time),), at_least(0.9)
    )
    needed = pages + 3  # how many there are, for the bulk way and for this one, and what the app may do
    yield Measured(
        "questions for it", "one a page, and three", "questions", ((asked, needed),), at_most(1 + 1 / needed)
    )
