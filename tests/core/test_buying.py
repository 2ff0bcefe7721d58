"""One piece of a product for points: what it costs, and the code that stands for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from connector.core.buying import purchase, purchase_coupon
from connector.core.commerce import Line
from connector.core.programme import PointPrices, Redemption, Selector
from connector.core.quote import Refusal
from connector.core.redemption import Redeemed
from tests.building import a_line, at, some_terms

R = Redeemed("r-1", "loy-1", 50)
TERMS = some_terms(prices=PointPrices(4, 100), redemption=Redemption(100, 500, valid_days=7))
MUG = a_line(1_050, 200, product_id="9")


def test_points_at_the_rate_stand_for_the_price_and_no_more() -> None:
    bought = purchase(MUG, TERMS, 50)
    made = purchase_coupon(R, bought, TERMS, "anna@example.org", at(7))

    assert (bought.points, bought.price, bought.valid_days, bought.goods) == (50, 1_250, 7, Selector(frozenset({"9"})))
    assert (made.amount, made.percent, made.products, made.pieces, made.minimum_spend) == (1_250, 0, ("9",), 1, 0)


def test_a_price_that_the_merchant_set_takes_the_whole_price_off() -> None:
    bought = purchase(replace(MUG, price_points=30, variant_id="10"), TERMS, 50)
    made = purchase_coupon(R, bought, TERMS, None, at(7))

    assert (bought.points, bought.by_amount) == (30, False)
    assert (made.amount, made.percent, made.products, made.pieces) == (0, 100, ("10",), 1)


def test_one_of_several_pieces_is_bought() -> None:
    assert purchase(replace(MUG, quantity=Decimal(2)), TERMS, 50).price == 625


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (replace(MUG, buyable=False), "not_buyable"),
        (replace(MUG, subtotal=0, subtotal_tax=0), "not_buyable"),
        (replace(MUG, price_points=0), "worthless"),
        (replace(MUG, price_points=51), "balance"),
    ],
)
def test_what_cannot_be_bought_is_refused(line: Line, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        purchase(line, TERMS, 50)

    assert refused.value.code == code


def test_without_prices_nothing_is_sold() -> None:
    with pytest.raises(Refusal, match="no_prices"):
        purchase(MUG, some_terms(), 50)
