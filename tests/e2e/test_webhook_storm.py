"""A thousand deliveries that a store sent, with some lost, many doubled and all out of order, through the real door.

The promise: whatever the webhooks did or did not tell, and in whatever order, after one poll the books are those of a
connector that never had a webhook.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
import requests

from adapters.woocommerce.sandbox import RestError, Sandbox
from adapters.woocommerce.sandbox.delivery import Delivery
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.audit import verify
from connector.usecases.intake import drain
from connector.usecases.pull import pull, reread
from tests.adapters.woocommerce.woo_shop import Door
from tests.running import Place, a_place, main_store, rows, serving, worth

SEED, DELIVERIES, ACTS = 20_261_124, 1_000, 420
LOST = 0.15  # of what the store sent
SENT_WITH_EACH = ("X-WC-Webhook-Topic", "X-WC-Webhook-Signature", "X-WC-Webhook-Delivery-ID", "Content-Type")


class BusyShop:
    """A shop whose clock moves a second at most with each act, so that many changes share one."""

    def __init__(self, sandbox: Sandbox, chance: Random) -> None:
        self.sandbox, self.chance = sandbox, chance
        self.customers = list(sandbox.shop.customers)
        self.orders: list[int] = []

    def live(self, acts: int) -> Iterator[None]:
        odds = {self.buy: 8, self.complete: 8, self.refund: 3, self.edit: 2, self.cancel: 1, self.trash: 1}
        for _ in range(acts):
            (act,) = self.chance.choices(list(odds), list(odds.values()))
            try:
                act()
            except RestError:  # the shop's own rules say no now and then
                continue
            yield

    def buy(self) -> None:
        product = self.chance.choice(list(self.sandbox.shop.products))
        order = self.sandbox.place_order({product: 2}, customer_id=self.chance.choice(self.customers))
        self.orders.append(int(order["id"]))

    def complete(self) -> None:
        self.sandbox.complete(self._any())

    def cancel(self) -> None:
        self.sandbox.cancel(self._any())

    def refund(self) -> None:
        self.sandbox.refund(self._any(), "2.00")

    def trash(self) -> None:
        self.sandbox.trash(self._any())

    def edit(self) -> None:
        self.sandbox.update_order(self._any())

    def _any(self) -> int:
        return self.chance.choice(self.orders[-60:] or [0])

        return self.chance.choice(self.orders[-60:] or [0])


class Clock:
    def __init__(self) -> None:
        self.now = time.time() - 600

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, allow_loopback=True, orders=40, customers=12, days=20, clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def places(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: object, sandbox: Sandbox) -> list[Place]:
    return [a_place(tmp_path_factory.mktemp("place"), _sqlite_template, sandbox.url) for _ in range(2)]  # type: ignore[arg-type]


def sent(sandbox: Sandbox, clock: Clock, chance: Random, listener: Connector) -> list[Delivery]:
    """What the shop sends while it lives through a busy time; somebody answers 200 and does nothing."""
    collector = Door()
    webhooks = main_store(listener).adapter.webhooks
    assert webhooks is not None
    webhooks.register(collector.url)
    busy = BusyShop(sandbox, chance)
    for _ in busy.live(ACTS):
        clock.now += chance.choice([0, 0, 1])
        if chance.random() < 0.8:  # at other times a delivery says how things are some acts later
            sandbox.run_cron()
    sandbox.run_cron()
    collector.close()
    return sandbox.deliveries


def disordered(deliveries: list[Delivery], chance: Random) -> list[Delivery]:
    kept = [delivery for delivery in deliveries if chance.random() >= LOST]
    assert len(kept) < DELIVERIES
    doubled = kept + chance.choices(kept, k=DELIVERIES - len(kept))
    chance.shuffle(doubled)
    return doubled


def deliver(url: str, deliveries: list[Delivery], connector: Connector) -> set[int]:
    """As a shop that sends several at once; the program works on what has come while more comes."""

    def post(part: list[Delivery]) -> set[int]:
        with requests.Session() as session:
            statuses = set()
            for delivery in part:
                headers = {name: value for name, value in delivery.headers if name in SENT_WITH_EACH}
                answer = session.post(f"{url}/webhooks/main", data=delivery.body, headers=headers, timeout=30)
                statuses.add(answer.status_code)
            return statuses

    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(post, deliveries[start::4]) for start in range(4)]
        while not all(one.done() for one in under_way):
            work(connector)
            time.sleep(0.2)  # as the job does
        return set().union(*(one.result() for one in under_way))


def work(connector: Connector) -> None:
    while drain(connector.database, main_store(connector), bootstrap.now()).any:
        pass


def points(connector: Connector) -> dict[str, int]:
    """Account → points, over all members."""
    with connector.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT account, SUM(points) FROM (SELECT destination AS account, points FROM postings "
            "UNION ALL SELECT source, -points FROM postings) AS moves GROUP BY account"
        )
        return {account: total for account, total in found if total and account in ("available", "pending", "held")}


def test_after_one_poll_the_books_are_those_of_a_connector_without_webhooks(
    sandbox: Sandbox, clock: Clock, places: list[Place]
) -> None:
    chance = Random(SEED)
    with places[0].connector() as listener, places[1].connector() as poller, serving(listener) as url:
        for connector in (listener, poller):
            pull(connector.database, main_store(connector), bootstrap.now)

        statuses = deliver(url, disordered(sent(sandbox, clock, chance, listener), chance), listener)
        work(listener)
        for connector in (listener, poller):
            pull(connector.database, main_store(connector), bootstrap.now)

        assert statuses == {200}
        received = rows(listener.database, "inbox")
        assert (len(received), {row["state"] for row in received}) == (DELIVERIES, {"done"})
        assert len(rows(poller.database, "orders")) > 150
        assert worth(listener) == worth(poller)
        assert points(listener) == points(poller)
        assert verify(listener.database).faults == []


def test_what_no_list_shows_is_found_by_reading_again(sandbox: Sandbox, clock: Clock, places: list[Place]) -> None:
    chance = Random(SEED)
    with places[0].connector() as listener, places[1].connector() as poller, serving(listener) as url:
        deliveries = disordered(sent(sandbox, clock, chance, listener), chance)
        for id in chance.sample(list(sandbox.shop.orders), 20):
            sandbox.delete(id)
        for id, refunds in list(sandbox.shop.refunds.items())[:5]:
            sandbox.delete_refund(id, next(iter(refunds)))

        deliver(url, deliveries, listener)
        work(listener)
        for connector in (listener, poller):
            pull(connector.database, main_store(connector), bootstrap.now)
            reread(connector.database, main_store(connector), bootstrap.now)

        assert worth(listener) == worth(poller)
        assert points(listener) == points(poller)
        assert verify(listener.database).faults == []
