"""Tiers: which orders count at which moment, what a level does to an order, and that nothing granted is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from connector.core.commerce import Order, Stage
from connector.core.earning import Facts, evaluate
from connector.core.money import Rounding
from connector.core.programme import Campaign, FixedRule, Grant, ProductRule, SpendRule, Terms, Tier, TierBy, Tiers
from connector.core.programme import TierWindow as Window
from connector.core.tiers import Contribution, contribution, following, standing, tier_at
from tests.building import NOW, a_charge, a_line, a_refund, an_order, at, some_terms

SILVER = Tier("Silver", 10_000, Fraction(3, 2))
GOLD = Tier("Gold", 30_000, Fraction(2), ("free delivery",))
BY_SPEND = Tiers(TierBy.SPEND, (SILVER, GOLD))


def granted(total: int, day: float, **changes: object) -> Order:
    return an_order(
        a_line(total), placed_at=at(day), completed_at=at(day), modified_at=at(day), observed_at=at(day), **changes
    )


def counts(*orders: Order, terms: Terms | None = None) -> list[Contribution]:
    return [one for order in orders if (one := contribution(order, terms or some_terms(), Facts()))]


def name_at(day: float, contributions: list[Contribution], tiers: Tiers = BY_SPEND) -> str | None:
    tier = tier_at(at(day), contributions, tiers, "Europe/Berlin")
    return tier.name if tier else None


def test_a_tier_is_reached_with_its_figure_and_not_one_cent_before() -> None:
    assert name_at(1, counts(granted(9_999, 0))) is None
    assert name_at(1, counts(granted(10_000, 0))) == "Silver"
    assert name_at(1, counts(granted(10_000, 0), granted(20_000, 0.5))) == "Gold"


def test_an_order_counts_from_the_day_it_was_granted() -> None:
    order = replace(granted(10_000, 0), completed_at=at(3))

    assert name_at(2, counts(order)) is None
    assert name_at(3, counts(order)) == "Silver"


def test_an_order_that_is_not_granted_does_not_count() -> None:
    assert counts(granted(10_000, 0, stage=Stage.PAID)) == []


@pytest.mark.parametrize(
    ("by", "figure"), [(TierBy.POINTS, 99), (TierBy.SPEND, 9_999), (TierBy.ORDERS, 1)], ids=lambda value: str(value)
)
def test_each_figure_counts_its_own(by: TierBy, figure: int) -> None:
    assert standing(at(1), counts(granted(9_999, 0)), Tiers(by, (SILVER,)), "UTC") == figure


def test_an_order_of_nothing_is_no_order() -> None:
    assert standing(at(1), counts(granted(0, 0)), Tiers(TierBy.ORDERS, (SILVER,)), "UTC") == 0


def test_a_refund_lowers_the_figure_from_its_own_day_on() -> None:
    refunded = counts(granted(10_000, 0, refunds=(a_refund(1, refunded_at=at(5)),)))

    assert name_at(4.9, refunded) == "Silver"
    assert name_at(5, refunded) is None


def test_a_cancelled_order_counted_until_then() -> None:
    cancelled = counts(replace(granted(10_000, 0, stage=Stage.CANCELLED), modified_at=at(5)))

    assert name_at(4, cancelled) == "Silver"
    assert name_at(5, cancelled) is None


def test_a_cancelled_order_that_bears_no_date_of_granting_never_counted() -> None:
    cancelled = replace(granted(10_000, 0, stage=Stage.CANCELLED), completed_at=None, paid_at=at(0), modified_at=at(5))

    assert counts(cancelled) == []


def test_a_cancelled_order_that_was_paid_counted_where_payment_grants() -> None:
    terms = some_terms(grant=Grant(frozenset({"paid"})))
    paid = replace(granted(10_000, 0, stage=Stage.CANCELLED), completed_at=None, paid_at=at(1), modified_at=at(5))
    counted = counts(paid, terms=terms)

    assert [name_at(day, counted) for day in (0.9, 1, 4.9, 5)] == [None, "Silver", "Silver", None]
    assert counts(replace(paid, paid_at=None), terms=terms) == []


def test_a_deleted_order_never_counted() -> None:
    assert counts(granted(10_000, 0, stage=Stage.DELETED)) == []


def test_an_order_before_the_programme_does_not_count() -> None:
    assert counts(granted(10_000, 0), terms=some_terms(starts_at=at(1))) == []


def test_a_rolling_window_forgets_what_is_older_than_its_months() -> None:
    tiers = replace(BY_SPEND, months=1)
    april = datetime(2026, 4, 1, tzinfo=UTC)
    ordered = counts(granted(10_000, 0))  # on 1 March

    assert tier_at(april, ordered, tiers, "UTC") == SILVER
    assert tier_at(april + timedelta(days=1), ordered, tiers, "UTC") is None


def test_a_calendar_window_begins_with_the_year_of_the_programmes_clock() -> None:
    tiers = replace(BY_SPEND, window=Window.CALENDAR)
    ordered = counts(replace(granted(10_000, 0), completed_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)))
    moment = datetime(2027, 1, 2, tzinfo=UTC)

    assert tier_at(moment, ordered, tiers, "UTC") is None
    assert tier_at(moment, ordered, tiers, "Europe/Berlin") == SILVER


def test_a_lifetime_forgets_nothing() -> None:
    assert name_at(5_000, counts(granted(10_000, 0)), replace(BY_SPEND, window=Window.LIFETIME)) == "Silver"


def test_a_tier_is_kept_for_the_days_of_grace() -> None:
    tiers = replace(BY_SPEND, grace_days=30)
    refunded = counts(granted(10_000, 0, refunds=(a_refund(1, refunded_at=at(5)),)))

    assert name_at(34.9, refunded, tiers) == "Silver"
    assert name_at(35.1, refunded, tiers) is None


def test_grace_keeps_a_height_that_was_reached_and_left_within_it() -> None:
    tiers = replace(BY_SPEND, grace_days=30)
    brief = counts(granted(30_000, 2, refunds=(a_refund(25_000, refunded_at=at(3)),)))

    assert name_at(20, brief, tiers) == "Gold"


def test_the_tier_multiplies_goods_and_charges_before_the_one_rounding() -> None:
    terms = some_terms(base=replace(some_terms().base, shipping=True), earning=(SpendRule(1, 100, Rounding.FLOOR),))
    order = an_order(a_line(1_050), charges=(a_charge(50),))

    assert evaluate(order, terms).promise == 11
    assert evaluate(order, terms, Facts(tier=SILVER)).promise == 16  # 11.00 x 1.5 = 16.50


def test_the_tier_multiplies_points_of_products_and_of_orders() -> None:
    terms = some_terms(earning=(ProductRule(), FixedRule(7)))
    order = an_order(a_line(1_000, points=5), a_line(1_000, id="2"))

    assert evaluate(order, terms, Facts(tier=SILVER)).promise == 7 + 10  # 5 x 1.5 and 7 x 1.5, each rounded down


def test_tier_and_campaign_multiply() -> None:
    spring = Campaign("spring", at(-1), at(30), Fraction(2))

    award = evaluate(an_order(a_line(10_000)), some_terms(campaigns=(spring,)), Facts(tier=SILVER))

    assert award.promise == 300
    assert [step.code for step in award.trace][:4] == ["line", "base", "campaign", "tier"]


def test_points_that_lift_are_counted_before_any_tier() -> None:
    lifted = contribution(granted(10_000, 0), some_terms(), Facts(tier=GOLD))

    assert lifted is not None
    assert lifted.figure(TierBy.POINTS, NOW) == 100


def test_what_comes_next() -> None:
    assert following(None, BY_SPEND) == SILVER
    assert following(SILVER, BY_SPEND) == GOLD
    assert following(GOLD, BY_SPEND) is None
