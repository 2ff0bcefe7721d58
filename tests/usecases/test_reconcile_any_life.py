"""After any life, and a poll and a rereading of the shop, reconciling finds nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from connector.core.commerce import Gone, Order
from connector.core.reconciling import Difference
from connector.db.engine import Database
from connector.usecases.dispatch import dispatch
from connector.usecases.pull import pull, reread
from connector.usecases.reconcile import reconcile
from tests.building import NOW
from tests.usecases.test_any_life import Life

Fresh = Callable[[], AbstractContextManager[Database]]


class Reconciled(Life):
    """A life of which we hear only half, and at whose end the shop is asked and told of everything."""

    def say(self, order: Order | Gone) -> None:
        if self.day.seconds % 2 == 0:
            super().say(order)

    def teardown(self) -> None:
        try:
            if self.orders:
                self.at_the_end()
        finally:
            super().teardown()

    def at_the_end(self) -> None:
        self.skew, self.day = timedelta(), self.day + timedelta(days=10)
        self.shop.has(*(replace(order, observed_at=self.now) for order in self.orders.values()))
        self.what_time_brings()
        while dispatch(self.database, self.store, self.now, limit=100).done:
            pass
        pull(self.database, self.store, lambda: self.now)
        reread(self.database, self.store, lambda: self.now)
        while dispatch(self.database, self.store, self.now, limit=100).done:
            pass
        found: list[Difference] = []

        reconcile(self.database, self.store, lambda: self.now, since=NOW - timedelta(days=3650), found=found.append)

        assert found == []


def test_after_any_life_nothing_differs(fresh_database: Fresh) -> None:
    tried = settings(max_examples=settings().max_examples // 3, stateful_step_count=25)
    run_state_machine_as_test(partial(Reconciled, fresh_database), settings=tried)  # type: ignore[arg-type]
