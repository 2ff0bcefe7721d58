"""What runs when: the whole schedule on one page.

The rule kept here: a job is coarse, keeps nothing in memory and may be killed or run twice at any moment.
"""

from collections.abc import Callable
from dataclasses import dataclass

from connector.bootstrap import Connector
from connector.settings import Jobs
from connector.usecases.stores import Store
from jobs import (
    drain_inbox,
    drain_outbox,
    follow_accounts,
    keep_webhooks,
    note_orders,
    publish_balances,
    pull_customers,
    pull_orders,
    pull_reviews,
    reread_orders,
    sweep_points,
    sweep_stray_codes,
)


@dataclass(frozen=True, slots=True)
class StoreJob:
    """Runs for each store by itself, so that a slow store delays no other."""

    name: str
    run: Callable[[Connector, Store], object]
    every: Callable[[Jobs], int]  # seconds


@dataclass(frozen=True, slots=True)
class BooksJob:
    """Runs once for all."""

    name: str
    run: Callable[[Connector], object]
    every: Callable[[Jobs], int]


STORE_JOBS = (
    StoreJob("inbox", drain_inbox.run, lambda jobs: jobs.inbox),
    StoreJob("outbox", drain_outbox.run, lambda jobs: jobs.outbox),
    StoreJob("pull", pull_orders.run, lambda jobs: jobs.pull),
    StoreJob("reread", reread_orders.run, lambda jobs: min(jobs.reread, 60)),  # looks whether an event asked for it
    StoreJob("customers", pull_customers.run, lambda jobs: jobs.bonuses),
    StoreJob("reviews", pull_reviews.run, lambda jobs: jobs.bonuses),
    StoreJob("balances", publish_balances.run, lambda jobs: jobs.balances),
    StoreJob("notes", note_orders.run, lambda jobs: jobs.balances),
    StoreJob("webhooks", keep_webhooks.run, lambda jobs: jobs.webhooks),
    StoreJob("standing discounts", follow_accounts.run, lambda jobs: jobs.reread),
    StoreJob("stray codes", sweep_stray_codes.run, lambda jobs: jobs.reread),
)
BOOKS_JOBS = (BooksJob("sweep", sweep_points.run, lambda jobs: jobs.sweep),)
