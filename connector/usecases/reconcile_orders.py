"""Orders of the shop against those of the books: missed, changed, deleted, come back, older than what we hold.

The rule kept here: what differs is found by settling the shop's word as webhook and poll do, in a transaction that is
kept where it is to be mended and undone where it is only looked at; so looking and mending cannot disagree. No page
waits for another, and no order keeps more than eight bytes in memory.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connector.adapter import Rejected, Unreadable
from connector.core.commerce import Gone, Order
from connector.core.reconciling import Difference, older_order, order_difference, unreadable_order
from connector.core.redemption import uses_up
from connector.db import orders, reconciling
from connector.db.engine import Database
from connector.usecases.describe import describe
from connector.usecases.pull import Clock
from connector.usecases.settle_orders import settle_orders
from connector.usecases.stores import Store

_AT_ONCE = 100


@dataclass(slots=True)
class OrdersLooked:
    """`codes` are those that orders which differ have used: code → number of the order."""

    seen: int = 0
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Ids:
    """Which orders the shop has listed, by a number of eight bytes each."""

    numbers: "array[int]" = field(default_factory=lambda: array("q"))

    def add(self, ids: Iterable[str]) -> None:
        self.numbers.extend(hash(one) for one in ids)

    def settle_down(self) -> None:
        """Before it is asked, and after all is added."""
        self.numbers = array("q", sorted(self.numbers))

    def __contains__(self, one: str) -> bool:
        place = bisect_left(self.numbers, hash(one))
        return place < len(self.numbers) and self.numbers[place] == hash(one)


def reconcile_orders(
    database: Database, store: Store, clock: Clock, since: datetime, *, mend: bool, patience: timedelta
) -> Iterator[tuple[OrdersLooked, int | None, list[Difference]]]:
    """What differs of orders placed since then, page by page, with how far it is and of how many orders where the shop
    says so. Of what changed so short a time ago nothing is said: events and polls may be under way. Raises StoreError.
    """
    looked = OrdersLooked()
    listed = _Ids()
    older: list[str] = []
    settled_by = clock() - patience
    for page in store.adapter.orders.placed_since(since):
        listed.add(order.id for order in page.orders)
        found, doubtful = _page(database, store, page.orders, clock(), settled_by, looked, mend=mend)
        older += doubtful
        yield looked, page.total, found
    listed.settle_down()
    for ids in _unlisted(database, store, since, listed):
        answers = list(store.adapter.orders.get(ids))
        found, doubtful = _page(database, store, answers, clock(), settled_by, looked, mend=mend)
        older += doubtful
        yield looked, None, found
    for start in range(0, len(older), _AT_ONCE):  # an event may have overtaken the page: they are asked for once more
        again = list(store.adapter.orders.get(older[start : start + _AT_ONCE]))
        yield looked, None, _still_older(database, store, again)


def _unlisted(database: Database, store: Store, since: datetime, listed: _Ids) -> Iterator[list[str]]:
    """Orders of the books that the shop did not list."""
    after = 0
    while True:
        with database.read() as connection:
            rows = reconciling.order_ids(connection, store.id, since, after, _AT_ONCE)
        if not rows:
            return
        after = rows[-1][0]
        if missing := [id for _, id in rows if id not in listed]:
            yield missing


def _page(
    database: Database,
    store: Store,
    answers: Sequence[Order | Gone | Unreadable],
    now: datetime,
    settled_by: datetime,
    looked: OrdersLooked,
    *,
    mend: bool,
) -> tuple[list[Difference], list[str]]:
    """What differs, and the orders of which the shop shows something older than the books."""
    described = describe(database, store, answers, now)
    for trouble in described.untold.values():
        if not isinstance(trouble, Rejected):
            raise trouble
    readable = [one for one in described.seen if not isinstance(one, Unreadable)]
    ids = {one.id for one in readable}
    with database.write() if mend else database.rehearse() as connection:
        held = orders.held(connection, store.id, ids)
        before = orders.snapshots(connection, store.id, ids)
        settled = settle_orders(connection, store, readable, now)
        after = orders.held(connection, store.id, ids)
        changed = {id for id, row in after.items() if id not in held or held[id].digest != row.digest}
        present = orders.snapshots(connection, store.id, changed) if changed else {}
    looked.seen += len(answers)
    found = [unreadable_order(one.id, one.reason) for one in described.seen if isinstance(one, Unreadable)]
    found += [unreadable_order(id, str(why)) for id, why in described.untold.items()]
    found += [unreadable_order(id, why) for id, why in settled.failed.items()]
    for id, order in sorted(present.items()):
        if uses_up(order):
            looked.codes |= {coupon.code.lower(): order.number for coupon in order.coupons}
        if order.modified_at <= settled_by:
            found.append(order_difference(before.get(id), order))
    newest = [one for one in readable if isinstance(one, Order) and one.id not in changed]
    return found, [one.id for one in newest if one.id in before and older_order(before[one.id], one)]


def _still_older(database: Database, store: Store, answers: Iterable[Order | Gone | Unreadable]) -> list[Difference]:
    seen = {one.id: one for one in answers if isinstance(one, Order)}
    with database.read() as connection:
        before = orders.snapshots(connection, store.id, seen.keys()) if seen else {}
    found = [older_order(before[id], order) for id, order in seen.items() if id in before]
    return [one for one in found if one is not None]
