"""What a code of points is good for, as the programme says it."""

import pytest

from connector.core.commerce import Promotion
from connector.core.programme import EVERYTHING, Redemption, Selector
from connector.core.quote import quote
from connector.core.redemption import Redeemed, coupon
from connector.core.scope import ANYTHING, Scope, scope_of
from tests.building import at, some_terms


def terms(goods: Selector = EVERYTHING, *without: Promotion, maximum_order: int | None = None) -> Redemption:
    return Redemption(100, 500, goods=goods, without=frozenset(without), maximum_order=maximum_order)


MUGS = frozenset({"mugs"})
POT = frozenset({"POT"})


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        (terms(), ANYTHING),
        (terms(Selector(categories=MUGS)), Scope(categories=("mugs",), pieces=1)),
        (terms(Selector(products=POT)), Scope(products=("POT",), pieces=1)),
        (terms(Selector(not_categories=MUGS)), Scope(not_categories=("mugs",))),
        (terms(Selector(not_products=POT)), Scope(not_products=("POT",))),
        (terms(Selector(products=POT, not_categories=MUGS)), Scope(products=("POT",), pieces=1)),
        (
            terms(Selector(categories=MUGS, not_products=POT)),
            Scope(categories=("mugs",), not_products=("POT",), pieces=1),
        ),
        (terms(EVERYTHING, Promotion.SALE), Scope(sale_items=False)),
        (terms(EVERYTHING, Promotion.COUPON), Scope(alone=True)),
        (terms(maximum_order=9_000), Scope(maximum_spend=9_000)),
    ],
)
def test_a_scope_says_what_the_programme_says(said: Redemption, scope: Scope) -> None:
    assert scope_of(said) == scope


def test_the_coupon_says_the_whole_scope() -> None:
    goods = Selector(categories=MUGS, not_products=POT, not_categories=frozenset({"tea"}))
    said = terms(goods, Promotion.SALE, Promotion.COUPON, maximum_order=9_000)

    made = coupon(Redeemed("r-1", "loy-1", 100), quote(100, 100, said), some_terms(), None, at(30))

    assert (made.products, made.categories, made.not_products, made.not_categories) == (
        (),
        ("mugs",),
        ("POT",),
        ("tea",),
    )
    assert (made.pieces, made.sale_items, made.alone, made.maximum_spend) == (1, False, True, 9_000)
