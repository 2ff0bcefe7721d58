"""Codes on orders where WooCommerce has its own ways; what every platform promises is in the conformance kit."""

from dataclasses import replace
from decimal import Decimal

import pytest
import responses

from adapters.woocommerce.client import API, Client
from adapters.woocommerce.order_discounts import WooOrderDiscounts
from connector.adapter import Adapter, Rejected
from tests.adapters.woocommerce.woo_shop import WooFixtures, WooShop
from tests.conformance.order_discounts import CODE, facet, seen

ORDERS = f"https://shop.example{API}orders"


@responses.activate
def test_an_order_that_the_store_left_as_it_was_is_told() -> None:
    order = {"id": 5, "status": "pending", "currency": "EUR", "total": "10.00"}
    responses.get(f"{ORDERS}/5", json=order)
    responses.put(f"{ORDERS}/5", json=order)

    with pytest.raises(Rejected, match="did not put code"):
        WooOrderDiscounts(Client("https://shop.example", "ck", "cs", timeout=1)).apply("5", CODE)


class TestOrderDiscounts(WooFixtures):
    @pytest.mark.parametrize("status", ["processing", "completed", "cancelled", "trash"])
    def test_an_order_that_nobody_can_edit_any_more_is_left_alone(
        self, adapter: Adapter, shop: WooShop, status: str
    ) -> None:
        order_id = shop.place_order(paid=False)
        shop.set_order(order_id, status=status)

        with pytest.raises(Rejected, match=f"status {status}"):
            facet(adapter, shop).apply(order_id, CODE)

    def test_an_order_on_hold_takes_a_code(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order(paid=False)
        shop.set_order(order_id, status="on-hold")

        facet(adapter, shop).apply(order_id, CODE)

        assert seen(adapter, order_id).total == shop.price - 500

    def test_a_price_changed_by_hand_is_not_lost(self, adapter: Adapter, shop: WooShop) -> None:
        order_id = shop.place_order(paid=False)
        (line,) = shop.sandbox.shop.orders[int(order_id)].lines
        shop.set_order(order_id, lines=[replace(line, total=line.total - Decimal(3))])

        with pytest.raises(Rejected, match="prices changed by hand"):
            facet(adapter, shop).apply(order_id, CODE)
