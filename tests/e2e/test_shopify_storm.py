"""A thousand deliveries of a Shopify store, doubled, out of order and some of them lost, through the real door: after
one poll the books are those of a connector that never had a webhook."""

import pathlib
import re
import time
from collections.abc import Iterator
from random import Random

import pytest
import requests

from adapters.shopify.sandbox import Bucket, Delivery, Past, Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.audit import verify
from connector.usecases.intake import drain
from connector.usecases.pull import pull
from tests.adapters.woocommerce.woo_shop import Door
from tests.running import Place, a_place, main_store, rows, serving, worth

SEED, DELIVERIES, ACTS = 20_261_124, 1_000, 320
LOST = 0.15
SECRET = "shpss_5ecret"
KEYS = {"MAIN_CLIENT_ID": "sandbox-client", "MAIN_CLIENT_SECRET": SECRET}
SENT = ("X-Shopify-Topic", "X-Shopify-Hmac-Sha256", "X-Shopify-Shop-Domain", "X-Shopify-Triggered-At", "Content-Type")


class Clock:
    def __init__(self) -> None:
        self.now = time.time() - 3_600

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    past = Past(seed=1, orders=30, customers=12, days=20)
    deep = Bucket(size=10**9, rate=10**9)
    with Sandbox(past=past, clock=clock, client_secret=SECRET, bucket=deep) as sandbox:
        yield sandbox


def shopify_place(folder: pathlib.Path, template: pathlib.Path, url: str) -> Place:
    """Settings that know the store, and a programme that only earns."""
    place = a_place(folder, template, url, keys=KEYS)
    credentials = 'credentials: {client_id: "${MAIN_CLIENT_ID}", client_secret: "${MAIN_CLIENT_SECRET}"}'
    text = place.settings.read_text().replace("platform: woocommerce", "platform: shopify")
    place.settings.write_text(re.sub(r"credentials: \{.*\}", lambda _: credentials, text))
    programme = place.folder / "starter.yaml"
    programme.write_text(re.sub(r"(?m)^redeem:\n(?:[ #].*\n|\n)*", "", programme.read_text()))
    return place


@pytest.fixture
def places(tmp_path: pathlib.Path, _sqlite_template: pathlib.Path, sandbox: Sandbox) -> tuple[Place, Place]:
    first, second = (shopify_place(tmp_path / name, _sqlite_template, sandbox.url) for name in ("a", "b"))
    return first, second


def busy(sandbox: Sandbox, clock: Clock, chance: Random) -> None:
    """A shop whose clock moves a second at most with each act; now and then a delivery says how things were."""
    placed = []
    customers = list(sandbox.shop.books.customers.values())
    variants = list(sandbox.shop.books.variants)
    for _ in range(ACTS):
        clock.now += chance.choice([0, 0, 1])
        act = chance.choices(["buy", "touch", "refund", "cancel", "delete"], [10, 4, 3, 1, 1])[0]
        if act == "buy" or not placed:
            placed.append(sandbox.buy({chance.choice(variants): 2}, customer=chance.choice(customers)))
            continue
        order = chance.choice(placed[-60:])
        try:
            match act:
                case "touch":
                    sandbox.touch(order)
                case "refund":
                    sandbox.refund(order, lines={order.lines[0].id: 1})
                case "cancel":
                    sandbox.cancel(order)
                case _:
                    placed.remove(order)
                    sandbox.delete_order(order)
        except ValueError:  # the shop's own rules say no now and then
            continue
        if chance.random() < 0.5:
            sandbox.courier.deliver()
    sandbox.courier.deliver()


def disordered(deliveries: list[Delivery], chance: Random) -> list[Delivery]:
    kept = [delivery for delivery in deliveries if chance.random() >= LOST]
    assert 300 < len(kept) < DELIVERIES
    doubled = kept + chance.choices(kept, k=DELIVERIES - len(kept))
    chance.shuffle(doubled)
    return doubled


def work(connector: Connector) -> None:
    while drain(connector.database, main_store(connector), bootstrap.now()).any:
        pass


def test_after_one_poll_the_books_are_those_of_a_connector_without_webhooks(
    sandbox: Sandbox, clock: Clock, places: tuple[Place, Place]
) -> None:
    chance, collector = Random(SEED), Door()
    with places[0].connector() as listener, places[1].connector() as poller, serving(listener) as url:
        for connector in (listener, poller):
            pull(connector.database, main_store(connector), bootstrap.now)
        webhooks = main_store(listener).adapter.webhooks
        assert webhooks is not None
        webhooks.register(collector.url)
        busy(sandbox, clock, chance)
        collector.close()

        statuses = set()
        with requests.Session() as session:
            for count, delivery in enumerate(disordered(sandbox.courier.sent, chance)):
                headers = {name: delivery.headers[name] for name in SENT}
                answer = session.post(f"{url}/webhooks/main", data=delivery.body, headers=headers, timeout=30)
                statuses.add(answer.status_code)
                if count % 100 == 0:
                    work(listener)
        work(listener)
        clock.now += 60
        for connector in (listener, poller):
            pull(connector.database, main_store(connector), bootstrap.now)

        assert statuses == {200}
        received = rows(listener.database, "inbox")
        assert (len(received), {row["state"] for row in received}) == (DELIVERIES, {"done"})
        assert len(rows(poller.database, "orders")) > 120
        erased = {f"main/{row['external_id']}" for row in rows(listener.database, "orders")} - {
            f"main/{row['external_id']}" for row in rows(poller.database, "orders")
        }
        there = {f"main/{number}" for number in sandbox.shop.books.orders}
        assert not erased & there
        known = {order: points for order, points in worth(listener).items() if order in there}
        assert known == {order: points for order, points in worth(poller).items() if order in there}
        assert not worth(listener).keys() - there - worth(poller).keys()
        assert verify(listener.database).faults == []
