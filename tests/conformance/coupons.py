"""What every `coupons` facet promises, one test a promise."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connector.adapter import Adapter, Coupon, Coupons, Misconfigured, Rejected, Retryable, Revoked
from connector.core.commerce import CouponUse, Order
from tests.conformance.kit import CodeRefused, Connect, Fixtures, Shop


def facet(adapter: Adapter) -> Coupons:
    assert adapter.coupons is not None
    return adapter.coupons


def reward(shop: Shop) -> Coupon:
    return Coupon(
        code="LOY-7F3K9",
        reference="redemption-1",
        amount=500,
        currency=shop.currency,
        minimum_spend=0,
        email="ann@example.test",
        expires_at=None,
    )


def total(adapter: Adapter, order_id: str) -> int:
    (order,) = adapter.orders.get([order_id])
    assert isinstance(order, Order)
    return order.total


def accepts(shop: Shop, code: str, *, email: str = "ann@example.test", pieces: int = 1) -> bool:
    try:
        shop.place_order(email=email, pieces=pieces, code=code)
    except CodeRefused:
        return False
    return True


class CouponsPromises(Fixtures):
    def test_a_code_takes_its_amount_off(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        order_id = shop.place_order(code="LOY-7F3K9")

        (order,) = adapter.orders.get([order_id])

        assert isinstance(order, Order)
        assert order.total == shop.price - 500
        assert [replace(use, code=use.code.upper()) for use in order.coupons] == [CouponUse("LOY-7F3K9", 500)]

    def test_a_code_takes_its_per_cent_off(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), amount=0, percent=10))

        assert total(adapter, shop.place_order(code="LOY-7F3K9", pieces=2)) == 2 * shop.price * 90 // 100

    @pytest.mark.parametrize("named", ["product_id", "sku"])
    def test_per_cent_off_chosen_products_spare_all_others(self, adapter: Adapter, shop: Shop, named: str) -> None:
        chosen = replace(reward(shop), amount=0, percent=50, products=(getattr(shop, named),))
        facet(adapter).issue(chosen)

        assert total(adapter, shop.place_order(code="LOY-7F3K9", also=shop.add_product())) == shop.price * 3 // 2

    def test_per_cent_off_a_category_spare_all_others(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), amount=0, percent=50, categories=(shop.category,)))

        assert total(adapter, shop.place_order(code="LOY-7F3K9", also=shop.add_product())) == shop.price * 3 // 2

    def test_a_code_may_spare_goods_that_are_reduced_already(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), amount=0, percent=50, sale_items=False))

        order = shop.place_order(code="LOY-7F3K9", also=shop.add_product(reduced=True))

        assert total(adapter, order) == shop.price * 3 // 2

    def test_an_amount_off_chosen_products_is_taken_off_so_many_pieces(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), products=(shop.product_id,), pieces=1))

        assert total(adapter, shop.place_order(code="LOY-7F3K9", pieces=3)) == 3 * shop.price - 500

    def test_a_piece_for_nothing_is_one_piece(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), amount=0, percent=100, products=(shop.product_id,), pieces=1))

        assert total(adapter, shop.place_order(code="LOY-7F3K9", pieces=3)) == 2 * shop.price

    def test_an_amount_off_chosen_products_is_never_more_than_a_piece_costs(self, adapter: Adapter, shop: Shop) -> None:
        dear = replace(reward(shop), amount=3 * shop.price, products=(shop.product_id,), pieces=1)
        facet(adapter).issue(dear)

        order = shop.place_order(code="LOY-7F3K9", pieces=2, also=shop.add_product())

        assert total(adapter, order) == 2 * shop.price

    @pytest.mark.parametrize("by", ["product_id", "sku", "category"])
    def test_what_is_shut_out_is_never_lowered(self, adapter: Adapter, shop: Shop, by: str) -> None:
        """A platform may refuse a cart that holds it, or such a coupon."""
        name = "not_categories" if by == "category" else "not_products"
        for code, off in (("LOY-CENT", {"amount": 0, "percent": 50}), ("LOY-CASH", {"amount": 500})):
            terms: dict[str, object] = {"code": code, **off, name: (getattr(shop, by),)}
            with suppress(Rejected):
                facet(adapter).issue(replace(reward(shop), **terms))  # type: ignore[arg-type]

            assert not accepts(shop, code)
            other = shop.add_product()
            with suppress(CodeRefused):
                (order,) = adapter.orders.get([shop.place_order(code=code, also=other)])
                assert isinstance(order, Order)
                assert [line.discount for line in order.lines if line.product_id != other] == [0]

    def test_a_code_is_for_carts_up_to_its_maximum_spend(self, adapter: Adapter, shop: Shop) -> None:
        with suppress(Rejected):
            facet(adapter).issue(replace(reward(shop), maximum_spend=shop.price))

        assert not accepts(shop, "LOY-7F3K9", pieces=2)

    def test_a_code_of_chosen_products_is_refused_without_them(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), products=(shop.add_product(),), pieces=1))

        assert not accepts(shop, "LOY-7F3K9")

    def test_goods_that_the_store_does_not_know_are_rejected(self, adapter: Adapter, shop: Shop) -> None:
        with pytest.raises(Rejected, match="NO-SUCH-THING"):
            facet(adapter).issue(replace(reward(shop), products=("NO-SUCH-THING",), pieces=1))

        assert not accepts(shop, "LOY-7F3K9")

    def test_a_code_frees_from_shipping_costs_only_if_it_says_so(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), amount=0, free_shipping=True))
        facet(adapter).issue(replace(reward(shop), code="LOY-PLAIN"))

        assert shop.ships_free("LOY-7F3K9")
        assert not shop.ships_free("LOY-PLAIN")

    def test_a_code_works_once(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))

        assert [accepts(shop, "LOY-7F3K9") for _ in range(2)] == [True, False]

    def test_a_code_is_its_buyers_own_however_the_address_is_typed(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))

        assert not accepts(shop, "LOY-7F3K9", email="ben@example.test")
        assert accepts(shop, "LOY-7F3K9", email="Ann@Example.test")

    def test_a_code_of_nobody_is_anybodys(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), email=None))

        assert accepts(shop, "LOY-7F3K9", email="ben@example.test")

    def test_a_code_waits_for_its_minimum_spend(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), minimum_spend=2 * shop.price))

        assert not accepts(shop, "LOY-7F3K9", pieces=1)
        assert accepts(shop, "LOY-7F3K9", pieces=2)

    def test_a_code_works_until_it_expires(self, adapter: Adapter, shop: Shop) -> None:
        soon = datetime.now(UTC) + timedelta(minutes=1)
        facet(adapter).issue(replace(reward(shop), code="LOY-ONE", expires_at=soon))
        facet(adapter).issue(replace(reward(shop), code="LOY-TWO", expires_at=soon))

        assert accepts(shop, "LOY-ONE")
        shop.tick(3600)
        assert not accepts(shop, "LOY-TWO")

    def test_issuing_twice_is_issuing_once(self, adapter: Adapter, shop: Shop) -> None:
        coupon = replace(reward(shop), minimum_spend=100, expires_at=datetime.now(UTC) + timedelta(days=1))

        facet(adapter).issue(coupon)
        facet(adapter).issue(coupon)

        assert [accepts(shop, "LOY-7F3K9") for _ in range(2)] == [True, False]

    def test_issuing_again_after_its_use_gives_no_second_use(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.place_order(code="LOY-7F3K9")

        facet(adapter).issue(reward(shop))

        assert not accepts(shop, "LOY-7F3K9")

    def test_a_lost_answer_costs_nothing(self, adapter: Adapter, shop: Shop) -> None:
        shop.lose_next_answer()
        with pytest.raises(Retryable):
            facet(adapter).issue(reward(shop))

        facet(adapter).issue(reward(shop))

        assert accepts(shop, "LOY-7F3K9")

    @pytest.mark.parametrize(
        "other",
        [
            {"amount": 600},
            {"minimum_spend": 100},
            {"email": "ben@example.test"},
            {"email": None},
            {"expires_at": datetime(2031, 1, 1, tzinfo=UTC)},
            {"reference": "redemption-2"},
            {"percent": 10},
            {"products": ("1",), "pieces": 1},
            {"categories": ("1",), "pieces": 1},
            {"free_shipping": True},
            {"sale_items": False},
            {"not_products": ("1",)},
            {"not_categories": ("1",)},
            {"alone": True},
            {"maximum_spend": 100_000},
        ],
        ids=lambda other: "-".join(other),
    )
    def test_a_code_with_other_terms_is_rejected(self, adapter: Adapter, shop: Shop, other: dict[str, object]) -> None:
        facet(adapter).issue(reward(shop))

        with pytest.raises(Rejected, match=r"(?i)LOY-7F3K9"):
            facet(adapter).issue(replace(reward(shop), **other))  # type: ignore[arg-type]

    def test_a_code_that_somebody_changed_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.change_code("LOY-7F3K9")

        with pytest.raises(Rejected):
            facet(adapter).issue(reward(shop))

    def test_another_currency_than_the_stores_is_rejected(self, adapter: Adapter, shop: Shop) -> None:
        with pytest.raises(Rejected):
            facet(adapter).issue(replace(reward(shop), currency="JPY"))

        assert not accepts(shop, "LOY-7F3K9")

    def test_a_revoked_code_works_no_more(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))

        assert facet(adapter).revoke("LOY-7F3K9") is Revoked.UNUSED
        assert not accepts(shop, "LOY-7F3K9")

    def test_a_used_code_is_told_as_used(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.place_order(code="LOY-7F3K9")

        assert facet(adapter).revoke("LOY-7F3K9") is Revoked.USED

    def test_an_unknown_code_is_unused(self, adapter: Adapter) -> None:
        assert facet(adapter).revoke("NEVER-WAS") is Revoked.UNUSED

    def test_revoking_twice_is_revoking_once(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))

        assert [facet(adapter).revoke("LOY-7F3K9") for _ in range(2)] == [Revoked.UNUSED] * 2

    def test_a_store_that_stumbles_may_be_asked_again(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(replace(reward(shop), code="LOY-OLD"))
        shop.stumble()

        with pytest.raises(Retryable):
            facet(adapter).issue(reward(shop))
        with pytest.raises(Retryable):
            facet(adapter).revoke("LOY-OLD")

    def test_read_only_keys_are_for_a_person_to_mend(self, connect: Connect, shop: Shop) -> None:
        with pytest.raises(Misconfigured):
            facet(connect(keys="read-only")).issue(reward(shop))

    def test_ours_are_told_with_their_references(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        facet(adapter).issue(replace(reward(shop), code="LOY-TWO", reference="redemption-2"))

        told = {(one.code.upper(), one.reference, one.used) for one in facet(adapter).ours()}

        assert told == {("LOY-7F3K9", "redemption-1", False), ("LOY-TWO", "redemption-2", False)}

    def test_codes_of_others_are_not_told_as_ours(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.make_own_code("SUMMER")

        assert [one.code.upper() for one in facet(adapter).ours()] == ["LOY-7F3K9"]

    def test_a_used_code_is_told_as_used_among_ours(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.place_order(code="LOY-7F3K9")

        assert [one.used for one in facet(adapter).ours()] == [True]

    def test_more_codes_than_a_page_are_all_told(self, adapter: Adapter, shop: Shop) -> None:
        codes = {f"LOY-{number:03}" for number in range(101)}
        for code in codes:
            facet(adapter).issue(replace(reward(shop), code=code, reference=code))

        assert {one.reference for one in facet(adapter).ours()} == codes

    def test_a_used_code_that_is_discarded_is_out_of_the_store_and_stays_on_its_order(
        self, adapter: Adapter, shop: Shop
    ) -> None:
        facet(adapter).issue(reward(shop))
        order_id = shop.place_order(code="LOY-7F3K9")

        for _ in range(2):
            facet(adapter).discard("LOY-7F3K9")

        (order,) = adapter.orders.get([order_id])
        assert list(facet(adapter).ours()) == []
        assert not accepts(shop, "LOY-7F3K9")
        assert isinstance(order, Order)
        assert [one.code.upper() for one in order.coupons] == ["LOY-7F3K9"]

    def test_a_store_that_stumbles_does_not_seem_to_be_empty(self, adapter: Adapter, shop: Shop) -> None:
        facet(adapter).issue(reward(shop))
        shop.stumble()

        with pytest.raises(Retryable):
            list(facet(adapter).ours())
