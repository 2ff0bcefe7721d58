"""Figures for a monitoring system: what came in and was refused, and what waits or is parked.

The rule kept here: a refusal is counted by reason and stored nowhere, and told also while the books cannot be read.
"""

from collections.abc import Iterator

import structlog
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from connector.bootstrap import Connector
from connector.db.engine import DatabaseTrouble
from connector.usecases.look import queue_counts
from jobs import publish_balances

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
