"""Quotes on a cart: the smallest limit bites, the minimum is tested last, and whole means whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Cart, CouponUse, Promotion
from connector.core.programme import Redemption, Selector, TaxTreatment
from connector.core.quote import Quote, Refusal, quote
from connector.core.tax import DiscountPart
from tests.building import a_line

CLUB = Redemption(100, 1_000, minimum_points=100, maximum_points=1_000, maximum_share=20)
PAYMENT = Redemption(1, 100, whole=True, shipping=True)


def a_cart(*totals: int, shipping: int = 0) -> Cart:
    return Cart("ILS", tuple(a_line(total, id=str(n)) for n, total in enumerate(totals)), shipping=shipping)


def refused(points: int | None, available: int, terms: Redemption, cart: Cart) -> tuple[str, int, int]:
    with pytest.raises(Refusal) as caught:
        quote(points, available, terms, cart)
    assert str(caught.value)
    return caught.value.code, caught.value.limit, caught.value.allowed


@pytest.mark.parametrize(
    ("total", "available", "points", "worth", "limit"),
    [
        (100_000, 5_000, 1_000, 10_000, "maximum_points"),
        (25_000, 5_000, 500, 5_000, "maximum_share"),
        (49_999, 5_000, 999, 9_990, "maximum_share"),
        (100_000, 350, 350, 3_500, "balance"),
    ],
)
def test_the_smallest_of_cap_share_and_balance_applies(
    total: int, available: int, points: int, worth: int, limit: str
) -> None:
    quoted = quote(None, available, CLUB, a_cart(total))

    assert (quoted.points, quoted.worth, quoted.limit) == (points, worth, limit)
    assert quoted.left == available - points


def test_too_many_points_are_refused_and_lowered_only_when_asked() -> None:
    cart = a_cart(25_000)

    assert refused(600, 5_000, CLUB, cart) == ("maximum_share", 500, 500)
    assert quote(600, 5_000, CLUB, cart, clamp=True).points == 500


def test_where_the_limit_is_below_the_minimum_nothing_is_allowed() -> None:
    assert refused(None, 5_000, CLUB, a_cart(4_999)) == ("minimum_points", 100, 0)
    assert refused(100, 5_000, CLUB, a_cart(4_999)) == ("maximum_share", 99, 0)


@pytest.mark.parametrize(("total", "code"), [(1_999, "minimum_order"), (50_001, "maximum_order")])
def test_the_window_of_the_order_holds_at_both_ends(total: int, code: str) -> None:
    terms = Redemption(100, 1_000, minimum_order=2_000, maximum_order=50_000)

    assert refused(None, 5_000, terms, a_cart(total))[0] == code
    assert quote(None, 5_000, terms, a_cart(2_000)).points == 200
    assert quote(None, 50_000, terms, a_cart(50_000)).points == 5_000


def test_shipping_is_never_lowered_unless_the_programme_says_so() -> None:
    cart = a_cart(10_000, shipping=2_000)
    terms = Redemption(1, 100)

    assert quote(None, 500, terms, cart).worth == 10_000
    assert quote(None, 500, replace(terms, shipping=True), cart).worth == 12_000


def test_only_chosen_and_unreduced_goods_may_be_paid_with_points() -> None:
    tea = a_line(10_000, id="tea", categories=("tea",))
    sale = a_line(10_000, id="sale", categories=("tea",), promotions=(Promotion.SALE,))
    cups = a_line(10_000, id="cups")
    terms = Redemption(1, 100, goods=Selector(categories=frozenset({"tea"})), without=frozenset({Promotion.SALE}))

    assert quote(None, 500, terms, Cart("EUR", (tea, sale, cups))).worth == 10_000
    assert refused(None, 500, terms, Cart("EUR", (sale, cups)))[0] == "nothing_eligible"


def test_a_code_of_our_own_on_the_cart_is_no_promotion() -> None:
    cart = Cart("EUR", (a_line(9_000, subtotal=10_000),), (CouponUse("loy-1", 1_000),))
    terms = Redemption(1, 100, without=frozenset({Promotion.COUPON}))

    assert quote(None, 500, terms, cart, own_codes=frozenset({"loy-1"})).worth == 9_000


def test_v6_v7_all_or_nothing_never_underpays_and_needs_the_whole_balance() -> None:
    half = replace(PAYMENT, worth=200)
    cart = a_cart(12_101)

    assert quote(None, 61, half, cart) == Quote(61, 12_101, 0, 30, 0, "whole", parts=(DiscountPart("0", 12_101, 0),))
    assert refused(None, 60, half, cart) == ("balance", 60, 0)
    assert refused(60, 500, half, cart) == ("whole", 61, 61)


def test_a_product_that_points_cannot_buy_hides_the_payment() -> None:
    cart = Cart("PLN", (a_line(100), a_line(100, id="2", buyable=False)))

    assert refused(None, 500, PAYMENT, cart)[0] == "not_buyable"


def test_c44_a_discount_lies_on_what_points_may_lower_and_on_nothing_else() -> None:
    tea = a_line(8_403, 1_597, id="tea")
    sale = a_line(10_000, id="sale", promotions=(Promotion.SALE,))
    cart = Cart("EUR", (tea, sale), shipping=1_000, shipping_tax=160)
    terms = Redemption(1, 100, without=frozenset({Promotion.SALE}))

    goods_alone = quote(20, 500, terms, cart)
    with_shipping = quote(22, 500, replace(terms, shipping=True), cart)

    assert goods_alone.parts == (DiscountPart("tea", 1_681, 319),)
    assert with_shipping.parts == (DiscountPart("tea", 1_681, 319), DiscountPart(None, 168, 32))
    assert (goods_alone.tender, with_shipping.tender) == (0, 0)


def test_c44_a_means_of_payment_leaves_the_tax_alone() -> None:
    terms = Redemption(1, 100, tax=TaxTreatment.NONE)
    cart = a_cart(10_000)

    quoted = (
        quote(20, 500, terms, cart),
        quote(20, 500, terms),
        quote(None, 500, replace(PAYMENT, tax=TaxTreatment.NONE), cart),
    )

    assert [(one.worth, one.tender, one.parts) for one in quoted] == [
        (2_000, 2_000, ()),
        (2_000, 2_000, ()),
        (10_000, 10_000, ()),
    ]


@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=4),
    st.integers(0, 20_000),
    st.builds(
        Redemption,
        st.integers(1, 200),
        st.integers(1, 2_000),
        minimum_points=st.integers(0, 300),
        maximum_points=st.none() | st.integers(300, 5_000),
        maximum_share=st.integers(1, 100),
        block=st.sampled_from([1, 10, 100]),
    ),
)
def test_what_is_quoted_keeps_every_limit_and_what_is_called_allowed_is(
    totals: list[int], available: int, terms: Redemption
) -> None:
    cart = a_cart(*totals)
    allowed = None
    try:
        quoted = quote(None, available, terms, cart)
    except Refusal as refusal:
        allowed = refusal.allowed
    else:
        assert terms.minimum_points <= quoted.points <= min(available, terms.maximum_points or available)
        assert quoted.points % terms.block == 0
        assert quoted.worth * 100 <= sum(totals) * terms.maximum_share
        assert sum(part.net + part.tax for part in quoted.parts) == quoted.worth
    if allowed:
        assert quote(allowed, available, terms, cart).points == allowed
