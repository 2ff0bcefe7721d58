"""Vendure keeps the promises of the adapter contract, over real HTTP against a real store.

What it cannot keep is named here with the reason.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connector.adapter import Adapter, Rejected
from tests.adapters.vendure.vendure_shop import VendureFixtures, VendureShop
from tests.conformance import coupons
from tests.conformance import standing_discounts as standing
from tests.conformance.balances import BalancesPromises
from tests.conformance.check import CheckPromises
from tests.conformance.coupons import CouponsPromises
from tests.conformance.customers import CustomersPromises
from tests.conformance.order_notes import OrderNotesPromises
from tests.conformance.orders import OrdersPromises
from tests.conformance.products import ProductsPromises
from tests.conformance.standing_discounts import StandingDiscountsPromises
from tests.conformance.webhooks import WebhooksPromises


def lacking(reason: str) -> Any:
    """A promise about what Vendure does not have."""

    @pytest.mark.skip(reason)
    def promise(self: object) -> None:
        raise AssertionError

    return promise


NO_TRASH = lacking("Vendure has no trash: an order is cancelled, or gone")
NO_SCOPE = lacking("Vendure's promotions choose goods by variant or facet: such coupons are refused")
LOWER_CASE = lacking("Vendure itself keeps addresses in lower case")
NO_SALE = lacking("Vendure has no reduced prices")
BY_SKU = lacking("a variant is told by its SKU: its number may be another product's")


class TestVendureOrders(VendureFixtures, OrdersPromises):
    test_a_trashed_order_is_deleted = NO_TRASH
    test_a_trashed_order_shows_as_a_change = NO_TRASH
    test_the_address_is_kept_as_typed = LOWER_CASE


class TestVendureWebhooks(VendureFixtures, WebhooksPromises):
    test_a_trashed_order_is_told = NO_TRASH
    test_registering_leaves_one_of_each = lacking("the plugin knows one address")


class TestVendureCoupons(VendureFixtures, CouponsPromises):
    test_per_cent_off_chosen_products_spare_all_others = NO_SCOPE
    test_per_cent_off_a_category_spare_all_others = NO_SCOPE
    test_a_code_may_spare_goods_that_are_reduced_already = NO_SALE
    test_an_amount_off_chosen_products_is_taken_off_so_many_pieces = NO_SCOPE
    test_an_amount_off_chosen_products_is_never_more_than_a_piece_costs = NO_SCOPE
    test_a_piece_for_nothing_is_one_piece = NO_SCOPE
    test_a_code_of_chosen_products_is_refused_without_them = NO_SCOPE
    test_goods_that_the_store_does_not_know_are_rejected = NO_SCOPE

    def test_more_codes_than_a_page_are_all_told(self, adapter: Adapter, shop: VendureShop) -> None:  # type: ignore[override]
        """All but one are copied in the store: to issue one takes five questions."""
        coupons.facet(adapter).issue(coupons.reward(shop))
        shop.copy_code("LOY-7F3K9", "redemption-1", times=101)

        told = [one.reference for one in coupons.facet(adapter).ours()]

        assert sorted(told) == sorted(["redemption-1", *(f"redemption-1-{number}" for number in range(101))])


class TestVendureStandingDiscounts(VendureFixtures, StandingDiscountsPromises):
    def test_other_terms_under_its_name_are_rejected(self, adapter: Adapter, shop: VendureShop) -> None:  # type: ignore[override]
        """Its name is our reference: nobody types a code."""
        account, other = shop.open_account(standing.ANN), shop.open_account(standing.BEN)
        granted = standing.ten_per_cent(shop, account)
        standing.facet(adapter).grant(granted)

        for terms in ({"percent": 20}, {"customer": other}, {"ends_at": datetime(2031, 1, 1, tzinfo=UTC)}):
            with pytest.raises(Rejected):
                standing.facet(adapter).grant(replace(granted, **terms))  # type: ignore[arg-type]
        assert (standing.lowered(shop, account), standing.lowered(shop, other)) == (True, False)


class TestVendureCustomers(VendureFixtures, CustomersPromises):
    test_the_address_is_kept_as_typed = LOWER_CASE


class TestVendureProducts(VendureFixtures, ProductsPromises):
    test_a_variation_is_in_the_categories_of_its_product = BY_SKU
    test_a_reduced_product_is_on_sale = NO_SALE
    test_a_reduced_variation_is_on_sale_and_its_sister_is_not = NO_SALE
    test_a_gift_card_is_told = lacking("Vendure has no gift cards")


class TestVendureBalances(VendureFixtures, BalancesPromises):
    pass


class TestVendureOrderNotes(VendureFixtures, OrderNotesPromises):
    pass


class TestVendureCheck(VendureFixtures, CheckPromises):
    pass
