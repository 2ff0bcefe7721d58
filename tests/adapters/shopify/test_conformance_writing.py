"""Shopify keeps the promises of the adapter contract that are about writing, over real HTTP against the sandbox store.

What its discounts cannot say is refused (`test_coupons.py`), and left out here by name: a greatest number of pieces,
and goods that are reduced already. To write a note moves the order's date, which is left out, too: the same text is not
written again, and so moves nothing.
"""

from dataclasses import replace

from connector.adapter import Adapter
from tests.adapters.shopify.writing_shop import WritingFixtures, WritingShop
from tests.conformance.balances import BalancesPromises
from tests.conformance.coupons import CouponsPromises, accepts, facet, reward
from tests.conformance.gift_cards import GiftCardsPromises
from tests.conformance.order_notes import OrderNotesPromises
from tests.conformance.standing_discounts import StandingDiscountsPromises
from tests.conformance.store_credit import StoreCreditPromises


class TestShopifyCoupons(WritingFixtures, CouponsPromises):
    test_a_code_may_spare_goods_that_are_reduced_already = None
    test_an_amount_off_chosen_products_is_taken_off_so_many_pieces = None
    test_an_amount_off_chosen_products_is_never_more_than_a_piece_costs = None
    test_a_piece_for_nothing_is_one_piece = None

    def test_a_code_of_chosen_products_is_refused_without_them(self, adapter: Adapter, shop: WritingShop) -> None:  # type: ignore[override]
        facet(adapter).issue(replace(reward(shop), products=(shop.add_product(),)))

        assert not accepts(shop, "LOY-7F3K9")


class TestShopifyStandingDiscounts(WritingFixtures, StandingDiscountsPromises):
    pass


class TestShopifyGiftCards(WritingFixtures, GiftCardsPromises):
    pass


class TestShopifyStoreCredit(WritingFixtures, StoreCreditPromises):
    pass


class TestShopifyBalances(WritingFixtures, BalancesPromises):
    pass


class TestShopifyOrderNotes(WritingFixtures, OrderNotesPromises):
    test_its_order_does_not_change_by_it = None
