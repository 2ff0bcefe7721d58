"""One piece of a product for points: what it costs, and the code that stands for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from connector.core.buying import Purchase, purchase, purchase_coupon
from connector.core.commerce import Line
from connector.core.effects import IssueCoupon
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

    assert bought == Purchase("9", 50, 1_250, by_amount=True, valid_days=7)
    assert bought.goods == Selector(frozenset({"9"}))
    assert made == IssueCoupon(
        "r-1", "loy-1", 1_250, "EUR", 0, "anna@example.org", at(7), "9: 50 points of club", products=("9",), pieces=1
    )


def test_a_price_that_the_merchant_set_takes_the_whole_price_off() -> None:
    bought = purchase(replace(MUG, price_points=30, variant_id="10"), TERMS, 50)
    made = purchase_coupon(R, bought, TERMS, None, at(7))

    assert (bought.points, bought.by_amount) == (30, False)
    assert (made.amount, made.percent, made.products, made.pieces) == (0, 100, ("10",), 1)


def test_a_programme_that_redeems_nothing_gives_codes_thirty_days() -> None:
    assert purchase(MUG, replace(TERMS, redemption=None), 50).valid_days == 30


def test_a_tenth_of_a_cent_is_rounded_half_up() -> None:
    assert purchase(replace(MUG, subtotal=101, subtotal_tax=0, quantity=Decimal(2)), TERMS, 50).price == 51


def test_one_of_several_pieces_is_bought() -> None:
    assert purchase(replace(MUG, quantity=Decimal(2)), TERMS, 50).price == 625


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (replace(MUG, buyable=False), ("not_buyable", 0, 0)),
        (replace(MUG, subtotal=0, subtotal_tax=0), ("not_buyable", 0, 0)),
        (replace(MUG, price_points=0), ("worthless", 0, 0)),
        (replace(MUG, price_points=51), ("balance", 50, 0)),
    ],
)
def test_what_cannot_be_bought_is_refused(line: Line, why: tuple[str, int, int]) -> None:
    with pytest.raises(Refusal) as refused:
        purchase(line, TERMS, 50)

    assert (refused.value.code, refused.value.limit, refused.value.allowed) == why


def test_without_prices_nothing_is_sold() -> None:
    with pytest.raises(Refusal) as refused:
        purchase(MUG, some_terms(), 50)

    assert (refused.value.code, refused.value.limit, refused.value.allowed) == ("no_prices", 0, 0)
