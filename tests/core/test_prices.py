"""Prices in points: one piece is rounded, then multiplied; a price on the product goes before the rate."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Cart, Line
from connector.core.money import Rounding
from connector.core.prices import PricedCart, PricedLine, price_of, priced_cart
from connector.core.programme import PointPrices, Selector
from connector.languages import speak
from tests.building import a_line

RATE = PointPrices(4, 100, Rounding.HALF_UP)


def pieces(count: str, total: int, **changes: Any) -> Line:
    return a_line(total, quantity=Decimal(count), **changes)


def test_v5_three_pieces_cost_three_times_one() -> None:
    priced = priced_cart(Cart("PLN", (pieces("3", 3 * 15_095),)), RATE)

    assert priced == PricedCart((PricedLine("1", "Teapot", 604, 1_812),), 1_812)


@pytest.mark.parametrize(
    ("rounding", "points"), [(Rounding.FLOOR, 603), (Rounding.HALF_UP, 604), (Rounding.CEILING, 604)]
)
def test_a_piece_is_rounded_as_the_programme_says_and_up_where_it_says_nothing(rounding: Rounding, points: int) -> None:
    assert price_of(a_line(15_095), replace(RATE, rounding=rounding)) == points
    assert price_of(a_line(15_001), PointPrices(4, 100)) == 601


def test_the_price_is_the_ordinary_one_with_tax() -> None:
    assert price_of(a_line(5_000, subtotal=8_403, subtotal_tax=1_597), RATE) == 400


def test_a_piece_that_is_no_whole_minor_unit_is_exact_until_it_is_rounded() -> None:
    assert price_of(pieces("3", 100), PointPrices(300, 100)) == 100


def test_a_price_on_the_product_goes_before_the_rate() -> None:
    assert priced_cart(Cart("PLN", (pieces("3", 45_285, price_points=500),)), RATE).total == 1_500
    assert price_of(a_line(15_095, price_points=0), RATE) == 0


def test_goods_by_weight_are_rounded_once_more() -> None:
    assert priced_cart(Cart("PLN", (pieces("1.5", 22_575),)), PointPrices(1, 100)).lines[0].points == 227


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"buyable": False, "price_points": 500}, "not_buyable"),
        ({"product_id": "cup", "price_points": 500}, "not_chosen"),
        ({"quantity": Decimal(0)}, "no_pieces"),
    ],
)
def test_what_has_no_price_in_points_has_a_reason(changes: dict[str, Any], reason: str) -> None:
    terms = replace(RATE, goods=Selector(products=frozenset({"p1"})))
    cart = Cart("PLN", (a_line(100), a_line(100, id="2", **changes)))

    priced = priced_cart(cart, terms)

    assert price_of(cart.lines[1], terms) is None
    assert priced == PricedCart((PricedLine("1", "Teapot", 4, 4), PricedLine("2", "Teapot", None, None, reason)), 4)
    assert speak("en").say(f"unpriced-{reason}", name="Coat").startswith("Coat: ")


@given(
    st.integers(0, 10**9),
    st.integers(1, 1_000),
    st.builds(PointPrices, st.integers(1, 10**4), st.integers(1, 10**4), st.sampled_from(Rounding)),
)
def test_any_number_of_pieces_costs_as_many_times_one(price: int, count: int, terms: PointPrices) -> None:
    one = price_of(a_line(price), terms)
    assert one is not None

    priced = priced_cart(Cart("JPY", (pieces(str(count), price * count),)), terms)

    assert priced.total == count * one
    assert terms.rounding is not Rounding.CEILING or one * terms.per >= price * terms.points
