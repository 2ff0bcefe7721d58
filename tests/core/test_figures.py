"""Every figure in a trace and in a refusal, and the edges of days: what a merchant reads must be exact too."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from connector.core.campaigns import as_written
from connector.core.commerce import Cart, CouponUse, Line, Promotion
from connector.core.counting import Count, Counted
from connector.core.expiry import months_before
from connector.core.explain import Step
from connector.core.participation import bar_of_groups, bar_to_redeeming
from connector.core.programme import (
    FixedRule,
    Participation,
    ProductRule,
    Redemption,
    Selector,
    SpendRule,
    Status,
    Tier,
    TierBy,
    Tiers,
    TierWindow,
    Unassigned,
)
from connector.core.quote import Refusal, quote
from connector.core.rules.fixed import points_for_order
from connector.core.rules.product import points_of_products
from connector.core.rules.spend import points_for_spend
from connector.core.tiers import Contribution, Worth, standing
from tests.building import a_line, some_terms

TEA = Selector(categories=frozenset({"tea"}))


def counted(total: int = 10_000, times: Fraction = Fraction(1), **changes: object) -> Counted:
    line = a_line(total, **changes)
    return Counted(line, total, Fraction(line.quantity), times)


def refusal(
    redemption: Redemption, cart: Cart, points: int | None = None, available: int = 1_000
) -> tuple[object, ...]:
    with pytest.raises(Refusal) as refused:
        quote(points, available, redemption, cart)
    return astuple(refused.value)


@pytest.mark.parametrize(
    ("times", "written"),
    [
        (Fraction(2), "2"),
        (Fraction(20), "20"),
        (Fraction(3, 2), "1.5"),
        (Fraction(5, 4), "1.25"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 16), "1/16"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 11), "1/11"),
    ],
)
def test_a_multiplier_is_written_as_a_person_would(times: Fraction, written: str) -> None:
    assert as_written(times) == written


def test_points_of_products_say_what_each_piece_gave() -> None:
    tea = counted(points=5, quantity=Decimal(3), times=Fraction(3, 2))
    other = counted(id="2", name="Cup")

    points, trace, left = points_of_products(ProductRule(), Count([tea, other], 400, times=Fraction(2)))

    assert points == 45
    assert trace == (Step("product", {"name": "Teapot", "each": 5, "pieces": "3", "points": 45}),)
    assert left == Count([other], 400, times=Fraction(2))


def test_products_without_points_say_that_they_give_nothing() -> None:
    points, trace, left = points_of_products(ProductRule(Unassigned.NONE), Count([counted(name="Cup")], 400))

    assert (points, trace, left) == (0, (Step("product_unassigned", {"name": "Cup"}),), Count())


@pytest.mark.parametrize(
    ("rule", "count", "points", "step"),
    [
        (FixedRule(7), Count([counted(1)]), 7, Step("fixed", {"points": 7})),
        (FixedRule(7), Count([counted(1)], times=Fraction(3, 2)), 10, Step("fixed", {"points": 10})),
        (FixedRule(7), Count([counted(0)]), 0, Step("fixed_nothing", {"points": 7})),
        (FixedRule(7, goods=TEA), Count([counted(900)]), 0, Step("fixed_nothing", {"points": 7})),
        (FixedRule(7, 500), Count([counted(500)]), 7, Step("fixed", {"points": 7})),
        (FixedRule(7, 500), Count([counted(499)]), 0, Step("below_minimum", {"base": 499, "minimum": 500})),
    ],
)
def test_fixed_points_say_why(rule: FixedRule, count: Count, points: int, step: Step) -> None:
    assert points_for_order(rule, count) == (points, (step,))


def test_points_for_money_say_base_and_rate() -> None:
    rule = SpendRule(4, 300, minimum=1_000)

    assert points_for_spend(rule, Count([counted(1_000)], 50)) == (
        14,
        (Step("spend_floor", {"base": 1_050, "rate": 4, "per": 300, "points": 14}),),
    )
    assert points_for_spend(rule, Count([counted(999)])) == (
        0,
        (Step("below_minimum", {"base": 999, "minimum": 1_000}),),
    )


def test_a_group_that_bars_is_named() -> None:
    terms = some_terms(participation=Participation(frozenset({"vip", "club"}), frozenset({"staff", "bots"})))

    assert bar_of_groups(("vip", "staff", "bots"), terms) == Step("group_never", {"group": "bots"})
    assert bar_of_groups(("other",), terms) == Step("group_only", {"groups": "club, vip"})
    assert bar_of_groups(("vip",), terms) is None


@pytest.mark.parametrize(
    ("groups", "status", "code"),
    [
        ((), Status.DRAFT, "programme_draft"),
        ((), Status.CLOSED, "programme_closed"),
        (("vip",), Status.PAUSED, None),
        (("vip", "staff"), Status.ACTIVE, "group_never"),
        (("other",), Status.ACTIVE, "group_only"),
        (("vip",), Status.ACTIVE, None),
    ],
)
def test_who_may_not_redeem_is_told_why(groups: tuple[str, ...], status: Status, code: str | None) -> None:
    terms = some_terms(status=status, participation=Participation(never=frozenset({"staff"})))

    assert bar_to_redeeming(groups, terms, Redemption(100, 500, groups=frozenset({"vip"}))) == code


def test_the_window_of_an_order_says_its_limit_and_its_currency() -> None:
    terms = Redemption(100, 500, minimum_order=5_000, maximum_order=9_000)

    assert refusal(terms, Cart("EUR", (a_line(4_999),))) == ("minimum_order", 5_000, 0, "EUR")
    assert refusal(terms, Cart("EUR", (a_line(9_001),))) == ("maximum_order", 9_000, 0, "EUR")


def test_all_or_nothing_says_the_price_and_whether_it_can_be_paid() -> None:
    terms = Redemption(3, 2, whole=True)
    cart = Cart("EUR", (a_line(1_001),))

    assert quote(None, 1_502, terms, cart).points == 1_502  # 1001 x 3 / 2, rounded up
    assert refusal(terms, cart, points=100, available=1_502) == ("whole", 1_502, 1_502, "")
    assert refusal(terms, cart, points=100, available=1_501) == ("whole", 1_502, 0, "")
    assert refusal(terms, cart, available=1_501) == ("balance", 1_501, 0, "")


def test_all_or_nothing_is_refused_where_a_foreign_code_lowered_the_goods() -> None:
    terms = Redemption(1, 1, whole=True, without=frozenset({Promotion.COUPON}))
    lowered = Line("1", "p1", "Teapot", Decimal(1), 1_000, 0, 900, 0)
    cart = Cart("EUR", (lowered,), (CouponUse("WELCOME", 100),))

    assert refusal(terms, cart) == ("not_buyable", 0, 0, "")
    assert quote(None, 1_000, terms, cart, own_codes=frozenset({"welcome"})).points == 900


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (datetime(2026, 3, 31, 12, 34, 56, 789, UTC), datetime(2026, 2, 27, 23, tzinfo=UTC)),
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC)),  # the 1st in Berlin
        (datetime(2026, 1, 15, tzinfo=UTC), datetime(2025, 12, 14, 23, tzinfo=UTC)),
    ],
)
def test_a_month_back_is_the_beginning_of_that_day(at: datetime, begins: datetime) -> None:
    found = months_before(at, 1, "Europe/Berlin")

    assert (found, found.tzinfo) == (begins, UTC)


@pytest.mark.parametrize(("window", "months"), [(TierWindow.CALENDAR, 12), (TierWindow.ROLLING, 5)])
def test_a_window_begins_with_its_first_moment(window: TierWindow, months: int) -> None:
    tiers = Tiers(TierBy.ORDERS, (Tier("A", 1),), window, months)
    first = datetime(2025, 12, 31, 23, tzinfo=UTC)  # 1 January in Berlin
    last = datetime(2026, 6, 1, 12, 34, 56, 789, UTC)

    def orders(granted: datetime) -> int:
        return standing(last, [Contribution((Worth(granted, 1, 1),))], tiers, "Europe/Berlin")

    assert (orders(first), orders(first - timedelta(microseconds=1))) == (1, 0)
    assert (orders(last), orders(last + timedelta(microseconds=1))) == (1, 0)
