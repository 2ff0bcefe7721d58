"""Points of a code that was made for certain goods: what the store took off, and what came back of those goods."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connector.core.commerce import CouponUse, Order, Stage
from connector.core.earning import Facts, evaluate
from connector.core.ledger import Account, Wallet
from connector.core.made_for import MadeFor, points_taken
from connector.core.programme import EVERYTHING, ProductRule, Returns, Selector
from connector.core.redemption import Redeemed, hold, settle_spending, spent_on
from tests.building import NOW, a_line, a_lot, a_part, a_refund, a_wallet, an_order, some_terms, with_code

POT = Selector(products=frozenset({"pot"}))
FOR_POT = MadeFor(POT, 500, "EUR")
R = Redeemed("r-1", "loy-1", 100)


@pytest.mark.parametrize(
    ("off", "points"),
    [(500, 100), (499, 100), (498, 100), (250, 50), (251, 51), (1, 1), (0, 0), (600, 100)],
)
def test_points_stand_for_what_was_taken_off_rounded_up(off: int, points: int) -> None:
    assert points_taken(100, "loy-1", with_code(an_order(), "LOY-1", off), FOR_POT) == points


def test_a_price_is_paid_whatever_was_taken_off() -> None:
    order = with_code(an_order(), "loy-1", 1)

    assert points_taken(100, "loy-1", order, None) == 100
    assert points_taken(100, "loy-1", order, MadeFor(POT)) == 100
    assert points_taken(100, "loy-1", order, replace(FOR_POT, currency="RON")) == 100


def test_a_code_that_is_not_on_the_order_took_nothing() -> None:
    assert points_taken(100, "loy-1", an_order(), None) == 0


def bought(*refunded: tuple[str, int, int], **changes: Any) -> Order:
    """A pot for nothing and tea for 60.00; `refunded` are (line, pieces, amount)."""
    pot = replace(a_line(4_000, id="1", product_id="pot"), total=0)
    tea = a_line(6_000, id="2", product_id="tea")
    refunds = tuple(
        a_refund(amount, a_part(amount, line, quantity=pieces), id=line) for line, pieces, amount in refunded
    )
    return an_order(pot, tea, refunds=refunds, **changes)


@pytest.mark.parametrize(
    ("order", "proportional", "full_only"),
    [
        (bought(), 80, 80),
        (bought(("2", 1, 6_000)), 80, 80),
        (bought(("1", 1, 0)), 0, 0),
        (bought(stage=Stage.REFUNDED), 0, 0),
        (bought(stage=Stage.CANCELLED), 0, 0),
    ],
)
def test_what_comes_back_is_measured_on_the_goods_that_the_code_was_for(
    order: Order, proportional: int, full_only: int
) -> None:
    assert spent_on(order, 80, Returns.PROPORTIONAL, POT) == proportional
    assert spent_on(order, 80, Returns.FULL_ONLY, POT) == full_only


def test_one_of_two_pieces_gives_half_of_the_points_back() -> None:
    two = replace(a_line(4_000, product_id="pot", quantity=Decimal(2)), total=2_000)
    order = an_order(two, refunds=(a_refund(1_000, a_part(1_000, quantity=1)),))

    assert spent_on(order, 81, Returns.PROPORTIONAL, POT) == 41
    assert spent_on(order, 81, Returns.FULL_ONLY, POT) == 81
    assert spent_on(order, 81, Returns.NEVER, POT) == 81


def test_goods_that_the_order_does_not_hold_are_all_its_goods() -> None:
    order = bought(("2", 1, 6_000))
    elsewhere = Selector(products=frozenset({"mug"}))

    assert spent_on(order, 80, Returns.PROPORTIONAL, elsewhere) == spent_on(order, 80, Returns.PROPORTIONAL, EVERYTHING)


def held() -> Wallet:
    wallet = a_wallet((a_lot(), 150))
    return wallet.post(hold(R, wallet, NOW, "shopper", ""))


def test_what_was_not_taken_off_comes_back_once_and_says_why() -> None:
    spending = settle_spending("shop/1", 0, R, 40, 0, held(), some_terms(), NOW, used=True, taken=50)

    wallet = held().post_all(spending.transactions)
    again = settle_spending("shop/1", 3, R, 40, 40, wallet, some_terms(), NOW, used=True, taken=50)

    assert [one.reason for one in spending.transactions] == ["code used", "the code took less off", "goods came back"]
    assert (wallet.total(Account.AVAILABLE), wallet.total(Account.HELD), wallet.total(Account.REDEEMED)) == (110, 0, 40)
    assert again.transactions == ()


def test_a_code_that_took_nothing_off_costs_nothing() -> None:
    spending = settle_spending("shop/1", 0, R, 0, 0, held(), some_terms(), NOW, used=True, taken=0)

    assert held().post_all(spending.transactions).total(Account.AVAILABLE) == 150


@pytest.mark.parametrize(
    ("own", "points"),
    [(frozenset({"loy-1"}), 5), (frozenset(), 10), (frozenset({"other"}), 10)],
)
def test_a_piece_that_points_paid_for_earns_no_points_of_its_product(own: frozenset[str], points: int) -> None:
    two = replace(a_line(4_000, quantity=Decimal(2), points=5), total=2_000)
    order = with_code(an_order(two), "LOY-1", 2_000)

    award = evaluate(order, some_terms(earning=(ProductRule(),)), Facts(own_codes=own))

    assert award.points == points


def test_a_piece_that_another_code_made_cheaper_is_bought() -> None:
    line = replace(a_line(4_000, points=8), total=2_000)
    both = replace(an_order(line), coupons=(CouponUse("loy-1", 1_000), CouponUse("sale", 1_000)))

    award = evaluate(both, some_terms(earning=(ProductRule(),)), Facts(own_codes=frozenset({"loy-1"})))

    assert award.points == 6
