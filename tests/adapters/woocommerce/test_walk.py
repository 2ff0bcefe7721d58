"""Pages of a list that are asked for at once, while the list moves under them: nobody is left out."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from adapters.ahead import Ahead
from adapters.pace import Pace
from adapters.woocommerce import orders as facet
from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.client import Client, Param, Rows
from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.walk import BY_CHANGE, Walk
from connector.adapter import Retryable


class Hurried(Pace):
    """From the first page on as many questions as there may be."""

    def answered(self, asked_at: float, stumbled: bool = False) -> None:
        self.limit = 6


@pytest.mark.parametrize("days", [200, 1])
def test_a_list_that_moves_while_many_pages_are_out_loses_nobody(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(facet, "Ahead", lambda: Ahead(Hurried()))
    with Sandbox(wp_cron=False, orders=700, customers=5, days=days) as shop:
        store = WooCommerce(url=shop.url, consumer_key=shop.consumer_key, consumer_secret=shop.consumer_secret)
        placed = {str(order_id) for order_id, order in shop.shop.orders.items() if order.status != "trash"}
        edited = sorted(shop.shop.orders)[::9]
        mover = threading.Thread(target=lambda: [shop.update_order(one) for one in edited])
        seen: list[str] = []
        untils = []

        mover.start()
        for page in store.orders.changed_since(None):
            seen += [order.id for order in page.orders]
            untils.append(page.until)
        mover.join()
        seen += [order.id for page in store.orders.changed_since(untils[-1]) for order in page.orders]

    assert placed <= set(seen)
    assert untils == sorted(untils)


def test_a_page_that_fails_in_the_middle_is_the_last_that_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet, "Ahead", lambda: Ahead(Hurried()))
    monkeypatch.setattr("adapters.http._backoff", lambda _: 0.0)
    with Sandbox(wp_cron=False, orders=700, customers=5, days=200) as shop:
        store = WooCommerce(url=shop.url, consumer_key=shop.consumer_key, consumer_secret=shop.consumer_secret)
        in_order = [str(one.id) for one in sorted(shop.shop.orders.values(), key=lambda one: (one.modified, one.id))]
        shop.fail("status", "/wp-json/wc/v3/orders", status=500, skip=4, times=None)  # of six that are out, two come
        seen: list[str] = []

        with pytest.raises(Retryable):
            for page in store.orders.changed_since(None):
                seen += [order.id for order in page.orders]

        assert 100 <= len(set(seen)) < 700
        assert list(dict.fromkeys(seen)) == [one for one in in_order if one in set(seen)], "not in the list's order"
        assert set(seen) == set(in_order[: len(set(seen))]), "what comes after the place of the fault was seen"


class Edited(Client):
    """A store of which one order is edited after its list was sorted and before it is told."""

    def __init__(self, orders: dict[int, datetime], edited: int, to: datetime) -> None:
        super().__init__("http://shop.example", "", "", timeout=1)
        self._orders = orders
        self._edited: tuple[int, datetime] | None = (edited, to)

    def rows(self, path: str, **params: Param) -> Rows:
        after = datetime.fromisoformat(str(params["modified_after"]))
        fitting = sorted((at, id) for id, at in self._orders.items() if at > after)
        offset = int(str(params.get("offset", 0)))
        ids = [id for _, id in fitting[offset : offset + 100]]
        if self._edited and self._edited[0] in ids:
            id, at = self._edited
            self._orders[id], self._edited = at, None
        told: list[dict[str, Any]] = [
            {"id": id, "date_modified_gmt": self._orders[id].replace(tzinfo=None).isoformat()} for id in ids
        ]
        raws = [msgspec.Raw(msgspec.json.encode(one)) for one in told]
        return Rows(raws, len(fitting), -(-len(fitting) // 100), max(self._orders.values()))


@pytest.mark.parametrize("edited", [1, 50, 99, 100, 101, 150])
def test_an_order_edited_between_sorting_and_telling_hides_nobody(edited: int) -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    orders = {number: start + timedelta(minutes=number) for number in range(1, 301)}
    client = Edited(orders, edited, start + timedelta(minutes=400))

    rows = list(Walk(client, BY_CHANGE, "any", start, lambda: start + timedelta(days=1), Ahead(Hurried())))

    assert {msgspec.json.decode(row.raw)["id"] for row in rows} == set(orders)


class Meanwhile(Client):
    """Asks over HTTP. What is guessed is asked for only when the page before it is read, and something has happened."""

    def __init__(self, shop: Sandbox, happens: Callable[[], None]) -> None:
        super().__init__(shop.url, shop.consumer_key, shop.consumer_secret, timeout=10)
        self._happens = happens
        self._happened = threading.Event()
        self.guesses = 0

    def rows(self, path: str, **params: Param) -> Rows:
        if guessed := "offset" in params:
            self.guesses += 1
            assert self._happened.wait(10)
        found = super().rows(path, **params)
        second_page = not guessed and params["modified_after"] != BEFORE_ALL and not self._happened.is_set()
        if second_page:
            self._happens()
            self._happened.set()
        return found


OPENED = datetime(2026, 3, 1, tzinfo=UTC)
BEFORE_ALL = "2026-02-28T23:59:59Z"


@pytest.fixture(scope="module")
def standing() -> Iterator[Sandbox]:
    with Sandbox(wp_cron=False, orders=420, customers=5) as shop:
        yield shop


def in_seconds(shop: Sandbox, size: int, count: int) -> list[int]:
    """The first `count` orders in the order of their change, so many of them in each second; the others are older."""
    for place, order in enumerate(shop.shop.orders.values()):
        order.status = "completed"
        order.modified = int(OPENED.timestamp()) + (place // size if place < count else -place)
    return list(shop.shop.orders)[:count]


def edit(shop: Sandbox, id: int) -> None:
    shop.update_order(id)


def trash(shop: Sandbox, id: int) -> None:
    shop.trash(id)


@pytest.mark.parametrize("leave", [edit, trash])
@pytest.mark.parametrize("gone", [5, 60])
@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize("count", [210, 420], ids=["last page", "of many pages"])
def test_a_guess_that_begins_too_far_on_is_thrown_away_and_nobody_is_left_out(
    standing: Sandbox, count: int, size: int, gone: int, leave: Callable[[Sandbox, int], None]
) -> None:
    """Orders that leave the second page after it was read pull the list forward: what the third begins with by then is
    not what follows."""
    ids = in_seconds(standing, size, count)
    leaving = ids[120 : 120 + gone]

    def happens() -> None:
        for id in leaving:
            leave(standing, id)

    client = Meanwhile(standing, happens)
    walk = Walk(client, BY_CHANGE, "any", OPENED, lambda: datetime.now(UTC), Ahead(Hurried()))

    seen = [msgspec.json.decode(row.raw)["id"] for row in walk]

    assert client.guesses
    assert {*ids} - {*seen} == set()
