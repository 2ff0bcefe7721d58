"""Reading orders where WooCommerce has its own ways; what every platform promises is in the conformance kit."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
import pytest

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.client import Client, Param, Rows
from adapters.woocommerce.orders import WooOrders
from adapters.woocommerce.walk import BY_CHANGE, Walk
from connector.adapter import Adapter, Rejected, Retryable, Unreadable
from connector.core.commerce import Gone, Order
from tests.adapters.woocommerce import recorded
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop

T = TypeVar("T")

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class ErasedBeforeRefunds(Client):
    """Somebody erases the order after it was read and before its refunds are."""

    def __init__(self, shop: WooShop) -> None:
        super().__init__(shop.sandbox.url, shop.sandbox.consumer_key, shop.sandbox.consumer_secret, timeout=5)
        self._shop = shop

    def every(self, path: str, kind: type[T], what: str, **params: Param) -> Iterator[T]:
        self._shop.erase(path.split("/")[1])
        return super().every(path, kind, what, **params)


class SmallPages(Client):
    """A store that hands out fewer rows than it was asked for."""

    def rows(self, path: str, **params: Param) -> Rows:
        return super().rows(path, **{**params, "per_page": 7})


class TestOrders(WooFixtures):
    def test_refunds_are_read_only_for_orders_that_have_some(self, adapter: Adapter, shop: WooShop) -> None:
        plain, refunded = shop.place_order(), shop.place_order()
        shop.refund_amount(refunded, 100)
        before = shop.requests

        list(adapter.orders.get([plain, refunded]))

        assert shop.requests - before == 2

    def test_a_refund_taken_back_is_seen_though_it_moves_no_date(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order()
        shop.refund_amount(order_id, 100)
        refund_id = shop.sandbox.order(int(order_id))["refunds"][0]["id"]
        shop.sandbox.delete_refund(int(order_id), refund_id)

        (order,) = adapter.orders.get([order_id])

        assert isinstance(order, Order)
        assert order.refunds == ()

    def test_a_draft_is_shown_when_asked_for_by_id(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order()
        shop.set_order(order_id, status="checkout-draft")

        (order,) = adapter.orders.get([order_id])

        assert isinstance(order, Order)
        assert order.status == "checkout-draft"

    def test_an_order_that_goes_between_two_questions_is_gone(self, shop: WooShop) -> None:
        order_id = shop.place_order()
        shop.refund_amount(order_id, 100)
        orders = WooOrders(ErasedBeforeRefunds(shop), lambda: NOW)

        assert list(orders.get([order_id])) == [Gone(order_id, NOW)]
        assert [page.orders for page in orders.changed_since(None)] == [()]

    def test_a_store_with_smaller_pages_loses_nobody(self, shop: WooShop) -> None:
        placed = [shop.place_order() for _ in range(20)]
        for _ in range(20):
            shop.tick()
            placed.append(shop.place_order())
        sandbox = shop.sandbox
        client = SmallPages(sandbox.url, sandbox.consumer_key, sandbox.consumer_secret, timeout=5)

        pages = list(WooOrders(client, lambda: NOW).changed_since(None))

        assert {order.id for page in pages for order in page.orders} == set(placed)

    def test_until_leaves_room_for_what_is_dated_and_not_yet_committed(self, adapter: Adapter, shop: WooShop) -> None:
        shop.place_order()
        shop.tick(60)
        (last,) = adapter.orders.get([shop.place_order()])
        assert isinstance(last, Order)

        page = list(adapter.orders.changed_since(None))[-1]

        assert page.until == last.modified_at - timedelta(seconds=10)

    def test_what_is_no_id_of_woocommerce_does_not_hold_up_the_others(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order()

        answers = {answer.id: type(answer) for answer in adapter.orders.get(["gid://1", order_id, "²"])}

        assert answers == {"gid://1": Unreadable, order_id: Order, "²": Unreadable}

    def test_orders_are_observed_when_they_were_asked_for(self, shop: WooShop) -> None:
        sandbox = shop.sandbox
        store = WooCommerce(
            url=sandbox.url,
            consumer_key=sandbox.consumer_key,
            consumer_secret=sandbox.consumer_secret,
            now=lambda: NOW,
        )
        order_id = shop.place_order()
        shop.erase(erased := shop.place_order())

        answers = [*store.orders.get([order_id, erased]), *next(iter(store.orders.changed_since(None))).orders]

        assert [answer.observed_at for answer in answers if not isinstance(answer, Unreadable)] == [NOW] * 3


class Scripted(Client):
    """A store whose list is what the test says, whatever is asked."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__("http://shop.example", "", "", timeout=1)
        self._rows = rows

    def rows(self, path: str, **params: Param) -> Rows:
        return Rows([msgspec.Raw(msgspec.json.encode(row)) for row in self._rows], len(self._rows), 1, NOW)


def walk(rows: list[dict[str, Any]]) -> Iterator[object]:
    return iter(Walk(Scripted(rows), BY_CHANGE, "any", NOW - timedelta(days=2), lambda: NOW))


def test_a_list_that_a_cache_answers_is_noticed() -> None:
    old = recorded.document("order-created") | {"date_modified_gmt": "2026-11-23T11:13:25"}

    with pytest.raises(Retryable, match="does not move on"):
        list(walk([old] * 100))


def test_a_page_without_a_single_date_is_noticed() -> None:
    with pytest.raises(Rejected, match="readable date_modified_gmt"):
        list(walk([{"id": 1}] * 100))


def test_a_row_without_a_date_stays_with_its_neighbours() -> None:
    dated = {"id": 1, "date_modified_gmt": "2026-11-23T11:13:25"}

    assert len(list(walk([dated, {"id": 2}, {"id": 3, "date_modified_gmt": 7}]))) == 3
