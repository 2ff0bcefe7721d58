"""Codes of equal worth as one discount: the same promises, but for whose a code is and when it ends by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.pools import PAGE
from adapters.shopify.sandbox import discounts
from connector.adapter import Adapter, Coupon, IssuedCode, Rejected, Retryable, Revoked
from tests.adapters.shopify.test_once import BREAKS
from tests.adapters.shopify.writing_shop import WritingFixtures, WritingShop
from tests.conformance.coupons import CouponsPromises, accepts, facet, reward
from tests.conformance.kit import Shop

POOLED = ("discountRedeemCodeBulkAdd", "discountCodeRedeemCodeBulkDelete")
CODES = ("LOY-ONE", "LOY-TWO", "LOY-THREE")


class PoolFixtures(WritingFixtures):
    choices: ClassVar[dict[str, Any]] = {"pool": True, "sleep": lambda _: None}


class TestPooledCoupons(PoolFixtures, CouponsPromises):
    test_a_code_may_spare_goods_that_are_reduced_already = None
    test_an_amount_off_chosen_products_is_taken_off_so_many_pieces = None
    test_an_amount_off_chosen_products_is_never_more_than_a_piece_costs = None
    test_a_piece_for_nothing_is_one_piece = None
    test_a_code_of_chosen_products_is_refused_without_them = None
    test_a_code_is_its_buyers_own_however_the_address_is_typed = None  # whoever has it uses it
    test_a_code_works_until_it_expires = None  # its discount ends with the month, and we take it out before
    test_a_code_with_other_terms_is_rejected = None  # below: it has no buyer and no reference
    test_ours_are_told_with_their_references = None  # below: by their codes alone
    test_more_codes_than_a_page_are_all_told = None  # below: a page of one discount's codes

    @pytest.mark.parametrize("other", [{"amount": 600}, {"percent": 10, "amount": 0}, {"alone": True}], ids=str)
    def test_a_code_that_is_worth_something_else_is_rejected(
        self, adapter: Adapter, shop: Shop, other: dict[str, Any]
    ) -> None:
        facet(adapter).issue(reward(shop))

        with pytest.raises(Rejected, match=r"(?i)LOY-7F3K9"):
            facet(adapter).issue(replace(reward(shop), **other))


class TestPools(PoolFixtures):
    def issue(self, adapter: Shopify, shop: WritingShop, *codes: str, **changes: Any) -> None:
        for code in codes:
            adapter.coupons.issue(Coupon(code, f"r-{code}", 500, "EUR", 0, None, None, "100 points", **changes))

    def pools(self, shop: WritingShop) -> list[list[str]]:
        return [[code.code for code in one.codes] for one in shop.shop.books.discounts.values()]

    def test_codes_of_equal_worth_are_one_discount(self, adapter: Adapter, shop: WritingShop) -> None:
        assert isinstance(adapter, Shopify)
        self.issue(adapter, shop, *CODES)
        self.issue(adapter, shop, "LOY-ALONE", alone=True)

        assert self.pools(shop) == [list(CODES), ["LOY-ALONE"]]
        assert all(accepts(shop, code) for code in CODES)

    def test_they_are_told_by_their_codes_page_by_page(self, adapter: Shopify, shop: WritingShop) -> None:
        self.issue(adapter, shop, "LOY-ONE")
        (pool,) = shop.shop.books.discounts.values()
        more = [f"LOY-{number}" for number in range(PAGE)]
        with shop.shop.changing():
            for code in more:
                discounts.add_code(shop.shop, pool, code)
        accepts(shop, "LOY-ONE")

        told = list(adapter.coupons.ours())

        assert told == [IssuedCode("LOY-ONE", None, used=True), *(IssuedCode(code, None, used=False) for code in more)]

    def test_one_is_taken_out_and_the_others_work_on(self, adapter: Shopify, shop: WritingShop) -> None:
        self.issue(adapter, shop, *CODES)

        assert adapter.coupons.revoke("LOY-TWO") is Revoked.UNUSED
        assert [accepts(shop, code) for code in CODES] == [True, False, True]

    def test_a_used_one_stays_until_it_is_discarded(self, adapter: Shopify, shop: WritingShop) -> None:
        self.issue(adapter, shop, *CODES)
        accepts(shop, "LOY-TWO")

        assert adapter.coupons.revoke("LOY-TWO") is Revoked.USED
        assert self.pools(shop) == [list(CODES)]
        adapter.coupons.discard("LOY-TWO")
        assert self.pools(shop) == [["LOY-ONE", "LOY-THREE"]]

    def test_a_discount_that_somebody_changed_is_no_pool_of_ours(self, adapter: Shopify, shop: WritingShop) -> None:
        self.issue(adapter, shop, "LOY-ONE")
        shop.change_code("LOY-ONE")

        self.issue(adapter, shop, "LOY-TWO")

        assert self.pools(shop) == [["LOY-ONE"], ["LOY-TWO"]]

    def test_a_pool_that_the_search_does_not_know_yet_has_a_second_beside_it(
        self, adapter: Shopify, shop: WritingShop
    ) -> None:
        shop.shop.index_lag = timedelta(hours=1)

        self.issue(adapter, shop, *CODES)

        assert sorted(code for pool in self.pools(shop) for code in pool) == sorted(CODES)

    def test_a_pool_ends_with_the_month_in_which_its_codes_end(self, adapter: Shopify, shop: WritingShop) -> None:
        for code, day in (
            ("LOY-ONE", datetime(2031, 12, 3, tzinfo=UTC)),
            ("LOY-TWO", datetime(2031, 12, 30, tzinfo=UTC)),
        ):
            adapter.coupons.issue(Coupon(code, f"r-{code}", 500, "EUR", 0, None, day))

        (pool,) = shop.shop.books.discounts.values()
        assert pool.ends_at == datetime(2032, 1, 1, tzinfo=UTC)

    def test_personal_codes_from_before_are_known(self, adapter: Shopify, shop: WritingShop) -> None:
        personal = Shopify(url=shop.sandbox.url, access_token=shop.sandbox.access_token)
        self.issue(personal, shop, "LOY-OLD")
        personal.close()
        self.issue(adapter, shop, "LOY-NEW")

        told = {(one.code, one.reference) for one in adapter.coupons.ours()}

        assert told == {("LOY-OLD", "r-LOY-OLD"), ("LOY-NEW", None)}
        assert [adapter.coupons.revoke(code) for code in ("LOY-OLD", "LOY-NEW")] == [Revoked.UNUSED] * 2

    @pytest.mark.parametrize("breaks", BREAKS.values(), ids=BREAKS)
    @pytest.mark.parametrize("field", POOLED)
    def test_a_change_is_made_once_whatever_became_of_its_answer(
        self, adapter: Shopify, shop: WritingShop, field: str, breaks: Callable[[WritingShop, str], None]
    ) -> None:
        def act() -> None:
            if field == "discountRedeemCodeBulkAdd":
                self.issue(adapter, shop, "LOY-TWO")
            else:
                adapter.coupons.revoke("LOY-TWO")

        self.issue(adapter, shop, "LOY-ONE", *(["LOY-TWO"] if "Delete" in field else []))
        breaks(shop, field)
        with pytest.raises(Retryable):
            act()
        act()
        act()

        assert self.pools(shop) == [["LOY-ONE"] if "Delete" in field else ["LOY-ONE", "LOY-TWO"]]

    def test_a_code_of_the_shops_own_is_not_taken_for_ours(self, adapter: Shopify, shop: WritingShop) -> None:
        shop.make_own_code("LOY-ONE")

        with pytest.raises(Rejected, match="other terms"):
            self.issue(adapter, shop, "LOY-ONE")

        assert discounts.by_code(shop.shop, "LOY-ONE")
