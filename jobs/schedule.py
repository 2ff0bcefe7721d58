"""What runs when: the whole schedule on one page.

The rule kept here: a job is coarse, keeps nothing in memory and may be killed or run twice at any moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from connector.bootstrap import Connector
from connector.settings import Jobs
from connector.usecases.stores import Store
from jobs import (
    clear_used_codes,
    drain_inbox,
    drain_outbox,
    follow_accounts,
    keep_webhooks,
    note_orders,
    prune,
    publish_balances,
    pull_customers,
    pull_orders,
    pull_reviews,
    reconcile_store,
    remind,
    reread_orders,
    review_tiers,
    sweep_points,
    sweep_stray_codes,
)


class Lane(StrEnum):
    """Of one store's jobs in one lane no two run at once, on however many machines."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    READING = "reading"
    WRITING = "writing"
    RECONCILING = "reconciling"
    MAILING = "mailing"


@dataclass(frozen=True, slots=True)
class StoreJob:
    """Runs for each store by itself, so that a slow store delays no other.

    `when` is seconds between two runs or a line of crontab. `waiting` tells the stores that have work for it (ids), so
    that many machines need not look into each.
    """

    name: str
    lane: Lane
    run: Callable[[Connector, Store], object]
    when: Callable[[Jobs], int | str]
    waiting: Callable[[Connector], set[int]] | None = None


@dataclass(frozen=True, slots=True)
class BooksJob:
    """Runs once for all."""

    name: str
    run: Callable[[Connector], object]
    when: Callable[[Jobs], int | str]


STORE_JOBS = (
    StoreJob("inbox", Lane.INBOX, drain_inbox.run, lambda jobs: jobs.inbox, drain_inbox.waiting),
    StoreJob("outbox", Lane.OUTBOX, drain_outbox.run, lambda jobs: jobs.outbox, drain_outbox.waiting),
    StoreJob("pull", Lane.READING, pull_orders.run, lambda jobs: jobs.pull),
    # It looks whether an event asked for it.
    StoreJob("reread", Lane.READING, reread_orders.run, lambda jobs: min(jobs.reread, 60)),
    StoreJob("customers", Lane.READING, pull_customers.run, lambda jobs: jobs.bonuses),
    StoreJob("reviews", Lane.READING, pull_reviews.run, lambda jobs: jobs.bonuses),
    StoreJob("balances", Lane.WRITING, publish_balances.run, lambda jobs: jobs.balances),
    StoreJob("tiers", Lane.WRITING, review_tiers.run, lambda jobs: jobs.tiers),
    StoreJob("notes", Lane.WRITING, note_orders.run, lambda jobs: jobs.balances),
    StoreJob("webhooks", Lane.WRITING, keep_webhooks.run, lambda jobs: jobs.webhooks),
    StoreJob("standing discounts", Lane.WRITING, follow_accounts.run, lambda jobs: jobs.reread),
    StoreJob("stray codes", Lane.WRITING, sweep_stray_codes.run, lambda jobs: jobs.reread),
    StoreJob("used codes", Lane.WRITING, clear_used_codes.run, lambda jobs: jobs.prune),
    StoreJob("remind", Lane.MAILING, remind.run, lambda jobs: jobs.remind),
    StoreJob("reconcile", Lane.RECONCILING, reconcile_store.run, lambda jobs: jobs.reconcile),
)
BOOKS_JOBS = (
    BooksJob("sweep", sweep_points.run, lambda jobs: jobs.sweep),
    BooksJob("prune", prune.run, lambda jobs: jobs.prune),
)
