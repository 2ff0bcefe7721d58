"""Reading a store: what changed since last time, and the recent orders again.

The rule kept here: a cursor is never enough. Refunds that move no date, deletions that no list shows and events that
never come are real, so recent orders are read again and compared by content; a webhook is only a hint.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from connector.adapter import Page, Rejected, Retryable, StoreError, Unreadable
from connector.core.commerce import Gone, Order
from connector.db import inbox, orders, rereads, stores
from connector.db.engine import Database
from connector.db.inbox import POLL, Letter
from connector.db.rereads import RereadTrouble
from connector.usecases.describe import describe
from connector.usecases.forgotten import of_the_erased
from connector.usecases.queueing import FARTHEST, next_try
from connector.usecases.settle_orders import Settled, settle_orders
from connector.usecases.stores import Store

_LONGEST_PAUSE = timedelta(minutes=10)  # a shop that is back is noticed soon
OVERLAP = timedelta(minutes=1)  # stores have one-second clocks, and write before they commit
Clock = Callable[[], datetime]
Watcher = Callable[[Page], None]


def pull(
    database: Database, store: Store, clock: Clock, *, since: datetime | None = None, watch: Watcher = lambda _: None
) -> Settled:
    """Read what changed since the last time (or `since`); the first time, the whole history.

    Each page is one commit together with the cursor, so it can be stopped anywhere and goes on from there.
    `watch` is told of each page. Raises StoreError.
    """
    with database.read() as connection:
        row = stores.find(connection, store.name)
    cursor = row.orders_cursor if row else None
    whole = since is None and (row is None or row.backfilled_at is None)
    start = since if since is not None else cursor and cursor - OVERLAP
    result = Settled()
    for page in store.adapter.orders.changed_since(start):
        marks = {}
        if since is None:
            cursor = max(cursor, page.until) if cursor else page.until
            marks["orders_cursor"] = cursor
        result.add(_settle_page(database, store, page.orders, clock(), **marks))
        watch(page)
    if whole:
        with database.write() as connection:
            stores.mark(connection, store.id, backfilled_at=clock())
    return result


def reread(database: Database, store: Store, clock: Clock) -> Settled:
    """Read every order younger than the return window again, and ask after those that are no longer listed.

    Raises StoreError.
    """
    started = clock()
    since = started - store.return_window
    result = Settled()
    listed: set[str] = set()
    for page in store.adapter.orders.placed_since(since):
        listed.update(order.id for order in page.orders)
        result.add(_settle_page(database, store, page.orders, clock()))
    with database.read() as connection:
        missing = [one for one in orders.recent_ids(connection, store.id, since) if one not in listed]
    if missing:
        result.add(_settle_page(database, store, store.adapter.orders.get(missing), clock()))
    with database.write() as connection:
        wanted = stores.lock(connection, store.id).reread_wanted_at
        still_wanted = wanted if wanted and wanted > started else None
        stores.mark(connection, store.id, reread_at=started, reread_wanted_at=still_wanted)
        rereads.clear(connection, store.id)
    return result


def pull_if_due(database: Database, store: Store, clock: Clock) -> Settled | None:
    """`pull`, unless the store is in trouble and was asked only just now.

    Raises StoreError, with the trouble written down and the next try put off.
    """
    with database.read() as connection:
        row = stores.find(connection, store.name)
    if row is not None and _left_in_peace(row.pull_due_at, clock()):
        return None
    try:
        result = pull(database, store, clock)
    except StoreError as error:
        failures = row.failures + 1 if row else 1
        due_at = _next_reading(failures, error, clock())
        with database.write() as connection:
            stores.mark(connection, store.id, trouble=str(error), failures=failures, pull_due_at=due_at)
        raise
    if row is not None and row.trouble is not None:
        with database.write() as connection:
            stores.mark(connection, store.id, trouble=None, failures=0, pull_due_at=None)
    return result


def reread_if_due(database: Database, store: Store, clock: Clock, every: timedelta) -> Settled | None:
    """`reread`, if an event asked for it or the last time is `every` ago; else None.

    Raises StoreError, with the trouble written down and the next try put off.
    """
    with database.read() as connection:
        row = stores.find(connection, store.name)
        before = rereads.trouble(connection, store.id)
    if row is None or row.backfilled_at is None:
        return None  # the history comes first
    if _left_in_peace(row.pull_due_at, clock()) or (before and _left_in_peace(before.due_at, clock())):
        return None
    last = row.reread_at
    if row.reread_wanted_at is None and last is not None and last <= clock() < last + every:
        return None
    try:
        return reread(database, store, clock)
    except StoreError as error:
        failures, now = before.failures + 1 if before else 1, clock()
        since = before.since if before else now
        due_at = _next_reading(failures, error, now)
        with database.write() as connection:
            rereads.note(connection, RereadTrouble(store.id, str(error), since, failures, due_at))
        raise


def _next_reading(failures: int, error: StoreError, now: datetime) -> datetime:
    wish = error.after if isinstance(error, Retryable) else None
    due_at = next_try(failures, now, wish)
    return due_at if wish is not None else min(due_at, now + _LONGEST_PAUSE)


def _left_in_peace(due_at: datetime | None, now: datetime) -> bool:
    """Is the store in trouble, and was asked only just now? A time farther off than any pause is of a wrong clock."""
    return due_at is not None and due_at - FARTHEST <= now < due_at


def _settle_page(
    database: Database,
    store: Store,
    answers: Iterable[Order | Gone | Unreadable],
    now: datetime,
    **marks: datetime | None,
) -> Settled:
    described = describe(database, store, answers, now)  # everything is read before the transaction begins
    for trouble in described.untold.values():
        if not isinstance(trouble, Rejected):
            raise trouble
    readable = [answer for answer in described.seen if not isinstance(answer, Unreadable)]
    with database.write() as connection:
        settled = settle_orders(connection, store, readable, now)
        unreadable = [answer for answer in answers if isinstance(answer, Unreadable)]
        erased = of_the_erased(connection, store, {answer.id for answer in unreadable})
        letters = [
            Letter(store.id, POLL, b"" if answer.id in erased else answer.raw, {}, answer.id, answer.reason)
            for answer in unreadable
        ]
        untold = {order_id: str(trouble) for order_id, trouble in described.untold.items()}
        failed = settled.failed | untold
        letters += [Letter(store.id, POLL, b"", {}, order_id, reason) for order_id, reason in failed.items()]
        inbox.add(connection, letters, now)
        if marks:
            stores.mark(connection, store.id, **marks)
    return settled
