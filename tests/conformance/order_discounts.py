"""What every `order_discounts` facet promises, one test a promise."""

from dataclasses import replace

import pytest

from connector.adapter import Adapter, OrderDiscounts, Rejected, Retryable
from connector.core.commerce import Order
from tests.conformance import coupons
from tests.conformance.kit import Fixtures, Shop

CODE = "LOY-7F3K9"


def facet(adapter: Adapter, shop: Shop) -> OrderDiscounts:
    """With a code of 5.00 that the store knows."""
    coupons.facet(adapter).issue(coupons.reward(shop))
    assert adapter.order_discounts is not None
    return adapter.order_discounts


def seen(adapter: Adapter, order_id: str) -> Order:
    (order,) = adapter.orders.get([order_id])
    assert isinstance(order, Order)
    return order


class OrderDiscountsPromises(Fixtures):
    def test_an_unpaid_order_is_lowered_by_the_code(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order(paid=False)

        facet(adapter, shop).apply(order_id, CODE)

        order = seen(adapter, order_id)
        assert order.total == shop.price - 500
        assert [use.code.upper() for use in order.coupons] == [CODE]

    def test_applying_twice_is_applying_once(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order(paid=False)
        discounts = facet(adapter, shop)

        discounts.apply(order_id, CODE)
        discounts.apply(order_id, CODE)

        assert seen(adapter, order_id).total == shop.price - 500

    def test_a_paid_order_stays_what_it_was(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order()

        with pytest.raises(Rejected):
            facet(adapter, shop).apply(order_id, CODE)

        assert seen(adapter, order_id).total == shop.price

    def test_what_the_order_held_before_stays_on_it(self, adapter: Adapter, shop: Shop) -> None:
        discounts = facet(adapter, shop)
        coupons.facet(adapter).issue(replace(coupons.reward(shop), code="OTHER", amount=100))
        order_id = shop.place_order(paid=False, code="OTHER")

        discounts.apply(order_id, CODE)

        order = seen(adapter, order_id)
        assert order.total == shop.price - 600
        assert {use.code.upper() for use in order.coupons} == {CODE, "OTHER"}

    def test_a_code_that_the_store_refuses_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order(paid=False)

        with pytest.raises(Rejected):
            facet(adapter, shop).apply(order_id, "NEVER-WAS")

    def test_an_order_that_is_not_there_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        with pytest.raises(Rejected):
            facet(adapter, shop).apply("999999", CODE)

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        order_id = shop.place_order(paid=False)
        discounts = facet(adapter, shop)
        shop.stumble()

        with pytest.raises(Retryable):
            discounts.apply(order_id, CODE)
