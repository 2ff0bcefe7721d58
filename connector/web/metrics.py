"""Figures for a monitoring system: what came in and was refused, and what waits or is parked.

The rule kept here: a refusal is counted by reason and stored nowhere, and told also while the books cannot be read.
"""

import time
from collections.abc import Iterator

import structlog
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from connector import bootstrap
from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.usecases import status
from connector.usecases.look import queue_counts
from jobs import measured, publish_balances

log = structlog.get_logger()


class Metrics:
    def __init__(self, connector: Connector) -> None:
        self.registry = CollectorRegistry()
        self.received = Counter("loyalty_webhooks_received", "Deliveries kept", ["store"], registry=self.registry)
        self.refused = Counter(
            "loyalty_webhooks_refused", "Deliveries refused", ["store", "reason"], registry=self.registry
        )
        self.answered = Counter(
            "loyalty_shop_answered", "Questions of shoppers answered", ["store", "question"], registry=self.registry
        )
        self.turned_away = Counter(
            "loyalty_shop_refused", "Questions of shoppers refused", ["store", "reason"], registry=self.registry
        )
        self.merchant_refused = Counter(
            "loyalty_merchant_refused", "Questions of merchants' systems refused", ["reason"], registry=self.registry
        )
        self.unpaired = Counter(
            "loyalty_pairing_refused",
            "Codes and keys of shops to be connected that were refused",
            ["reason"],
            registry=self.registry,
        )
        self.registry.register(_Queues(connector))
        self.registry.register(_Books(connector))
        for collector in measured.COLLECTORS:
            self.registry.register(collector)


def of_jobs() -> CollectorRegistry:
    """What a process that only orders or does jobs can tell."""
    registry = CollectorRegistry()
    for collector in measured.COLLECTORS:
        registry.register(collector)
    return registry


class _Queues(Collector):
    """Inbox, outbox and balances, counted when somebody asks."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())  # nothing to count before the first scrape

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            boxes = queue_counts(self._connector.database)
            waiting = {
                name: publish_balances.waiting(self._connector, store) for name, store in self._connector.stores.items()
            }
        except DatabaseTrouble as trouble:
            log.error("no look at the books", trouble=str(trouble))
            return  # no figures rather than wrong ones; the counters beside them are still told
        for box, counts in boxes.items():
            gauge = GaugeMetricFamily(f"loyalty_{box}_rows", f"Rows of the {box} not done", labels=["store", "state"])
            for (store, state), count in counts.items():
                gauge.add_metric([store, state], count)
            yield gauge
        gauge = GaugeMetricFamily("loyalty_balances_waiting", "Accounts still to be told a balance", labels=["store"])
        for store, count in waiting.items():
            gauge.add_metric([store], count)
        yield gauge


_POINTS_EVERY = 60.0  # seconds; they are summed over all that was ever posted
_ACCOUNTS = ("issued", "pending", "available", "held", "redeemed", "expired")


class _Books(Collector):
    """How long queues and stores wait, and what points there are."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._points: list[status.PointsState] = []
        self._summed_at = float("-inf")

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        database, now = self._connector.database, bootstrap.now()
        try:
            boxes = status.queue_states(database)
            polled = status.read_at(status.runs_of(database), self._connector.stores)
            self._sum_points()
        except DatabaseTrouble as trouble:
            log.error("no look at the books", trouble=str(trouble))
            return
        for name in ("inbox", "outbox"):
            gauge = GaugeMetricFamily(
                f"loyalty_{name}_oldest_seconds", "Age of the oldest that waits", labels=["store"]
            )
            oldest = {box.store: box.oldest for box in boxes if box.box == name}
            by_order = self._connector.shadowed if name == "outbox" else ()
            for store in self._connector.stores:
                came = oldest.get(store) if store not in by_order else None
                gauge.add_metric([store], (now - came).total_seconds() if came else 0)
            yield gauge
        gauge = GaugeMetricFamily("loyalty_poll_delay_seconds", "Since the store was last read", labels=["store"])
        for store, at in polled.items():
            gauge.add_metric([store], (now - at).total_seconds())
        yield gauge
        yield from self._tell_points()

    def _sum_points(self) -> None:
        if time.monotonic() - self._summed_at >= _POINTS_EVERY:
            self._points = status.points_of(self._connector.database)
            self._summed_at = time.monotonic()

    def _tell_points(self) -> Iterator[GaugeMetricFamily]:
        points = GaugeMetricFamily("loyalty_points", "Points by where they are", labels=["programme", "account"])
        owed = GaugeMetricFamily(
            "loyalty_liability_minor_units", "Worth of the points still to be used", labels=["programme", "currency"]
        )
        for one in self._points:
            for account in _ACCOUNTS:
                points.add_metric([one.programme, account], getattr(one, account))
            if one.liability is not None:
                owed.add_metric([one.programme, one.currency], one.liability)
        yield points
        yield owed
