"""Backtesting: a member's life under a programme, and two programmes side by side."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from connector.core.backtesting import Assumed, Life, Placed, in_force, live, revenue, states
from connector.core.commerce import Order, Stage
from connector.core.comparing import Gain, Gains, Measure, gain, measure, share
from connector.core.programme import (
    Bonuses,
    Debt,
    Expiry,
    ExpiryPolicy,
    Grant,
    Redemption,
    SpendRule,
    Status,
    Terms,
    Tier,
    TierBy,
    Tiers,
)
from tests.building import a_line, a_part, a_refund, an_order, at, living, some_terms

ALL = Assumed(at(-400), at(800), redeem=100)


def bought(total: int, day: float, id: str = "1", **changes: object) -> Order:
    moment = at(day)
    return an_order(a_line(total), id=id, placed_at=moment, paid_at=moment, completed_at=moment, **changes)


def life(*orders: Order, terms: Terms | None = None, assumed: Assumed = ALL) -> Life:
    return live([Placed("main", one) for one in orders], terms or some_terms(), assumed)


def test_points_are_issued_in_the_month_of_the_programmes_time_zone() -> None:
    late = replace(bought(10_000, 0), placed_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    found = life(replace(late, paid_at=late.placed_at, completed_at=late.placed_at))

    assert {name: month.issued for name, month in found.months.items()} == {"2026-04": 100}


def test_a_refund_takes_its_share_back_when_it_came() -> None:
    order = bought(10_000, 0, refunds=(a_refund(4_000, a_part(4_000), refunded_at=at(40)),))

    found = life(order, assumed=replace(ALL, redeem=0))

    assert [(name, month.issued, month.taken_back) for name, month in sorted(found.months.items())] == [
        ("2026-03", 100, 0),
        ("2026-04", 0, 40),
    ]
    assert (found.earned, found.available) == (60, 60)


def test_what_happens_after_the_end_is_not_seen() -> None:
    order = bought(10_000, 0, refunds=(a_refund(4_000, a_part(4_000), refunded_at=at(40)),))

    assert life(order, assumed=Assumed(at(-1), at(39), 0)).earned == 100


def test_a_cancelled_order_gives_until_it_was_cancelled() -> None:
    order = replace(bought(10_000, 0), stage=Stage.CANCELLED, status="cancelled", modified_at=at(40))

    found = life(order, assumed=replace(ALL, redeem=0))

    assert (found.months["2026-03"].issued, found.months["2026-04"].taken_back, found.available) == (100, 100, 0)


def test_a_deleted_order_gives_nothing() -> None:
    assert list(states(replace(bought(10_000, 0), stage=Stage.DELETED), some_terms())) == []


def test_orders_from_before_the_beginning_give_nothing_and_lift_the_tier() -> None:
    gold = Tiers(TierBy.SPEND, (Tier("Gold", 50_000, Fraction(2)),))
    orders = bought(50_000, -100, "1"), bought(10_000, 0, "2")

    found = life(*orders, terms=some_terms(tiers=gold), assumed=Assumed(at(-1), at(10), 0))

    assert (found.earned, found.tier) == (200, "Gold")


def test_unused_points_lapse_in_their_month() -> None:
    found = life(bought(5_000, 0), terms=some_terms(expiry=living(6)), assumed=replace(ALL, redeem=0))

    assert found.months["2026-09"].expired == 50
    assert found.available == 0


@pytest.mark.parametrize("policy", [ExpiryPolicy.FIRST_POINT, ExpiryPolicy.INACTIVITY])
def test_points_that_lapse_all_at_once_do(policy: ExpiryPolicy) -> None:
    terms = some_terms(expiry=Expiry(policy, 6))
    found = life(bought(5_000, 0, "1"), bought(4_000, 100, "2"), terms=terms, assumed=replace(ALL, redeem=0))

    when = "2026-09" if policy is ExpiryPolicy.FIRST_POINT else "2026-12"
    assert {name: month.expired for name, month in found.months.items() if month.expired} == {when: 90}


def test_the_share_is_redeemed_as_soon_as_the_minimum_is_reached() -> None:
    terms = some_terms(redemption=Redemption(100, 500, minimum_points=60))
    orders = bought(6_000, 0, "1"), bought(4_000, 40, "2")

    found = life(*orders, terms=terms, assumed=replace(ALL, redeem=60))

    assert {name: month.redeemed for name, month in found.months.items()} == {"2026-03": 0, "2026-04": 60}
    assert (found.worth, found.available) == (300, 40)


def test_points_are_redeemed_when_they_ripen() -> None:
    found = life(bought(10_000, 0), terms=some_terms(grant=Grant(delay_days=40)))

    assert {name: month.redeemed for name, month in found.months.items()} == {"2026-03": 0, "2026-04": 100}


def test_points_that_are_not_ripe_are_pending_at_the_end() -> None:
    found = life(bought(10_000, 0), terms=some_terms(grant=Grant(delay_days=40)), assumed=Assumed(at(-1), at(39), 100))

    assert (found.pending, found.worth) == (100, 0)


def test_a_programme_that_redeems_nothing_costs_nothing() -> None:
    assert life(bought(10_000, 0), terms=some_terms(redemption=None)).worth == 0


@pytest.mark.parametrize(("debt", "left"), [(Debt.OWE, 10), (Debt.ABSORB, 50)])
def test_who_redeemed_and_sent_it_back_owes(debt: Debt, left: int) -> None:
    sent_back = bought(10_000, 0, "1", refunds=(a_refund(4_000, a_part(4_000), refunded_at=at(10)),))
    terms = some_terms(debt=debt, redemption=Redemption(100, 500, minimum_points=100))

    assert life(sent_back, bought(5_000, 20, "2"), terms=terms).available == left


def test_an_order_placed_gives_its_bonus() -> None:
    assert life(bought(10_000, 0), terms=some_terms(bonuses=Bonuses(order_placed=5))).earned == 105


def test_a_draft_is_tried_as_if_it_were_in_force() -> None:
    draft = in_force(some_terms(status=Status.DRAFT, starts_at=at(1000)))

    assert life(bought(10_000, 0), terms=draft).earned == 100


def test_revenue_is_what_was_paid_and_kept_in_the_time() -> None:
    orders = [
        bought(10_000, 0, "1", refunds=(a_refund(4_000, a_part(4_000), refunded_at=at(40)),)),
        replace(bought(10_000, 0, "2"), stage=Stage.CANCELLED),
        replace(bought(10_000, 0, "3"), currency="USD"),
        bought(10_000, 900, "4"),
    ]

    assert revenue([Placed("main", one) for one in orders], some_terms(), ALL) == 6_000


def test_a_cost_is_told_in_hundredths_of_a_per_cent() -> None:
    assert (share(5, 300), share(5, 0)) == (167, None)


def test_gains_are_counted_in_what_the_points_buy() -> None:
    terms = some_terms(), some_terms(redemption=Redemption(100, 1_000))
    lives = life(bought(10_000, 0)), life(bought(20_000, 0))

    assert measure(*terms) is Measure.WORTH
    assert gain(7, lives[0], lives[1], terms) == Gain(7, 100, 200, 1_500)


def test_without_a_rate_on_both_sides_gains_are_points() -> None:
    terms = some_terms(), some_terms(redemption=None)

    assert measure(*terms) is Measure.POINTS
    assert gain(7, life(bought(10_000, 0)), life(bought(20_000, 0)), terms).gain == 100


def test_the_ten_biggest_are_kept_the_biggest_first() -> None:
    gains = Gains()
    for member in range(1, 31):
        gains.add(Gain(member, 0, 0, member - 15))

    assert (gains.won, gains.same, gains.lost) == (15, 1, 14)
    assert [one.gain for one in gains.winners] == list(range(15, 5, -1))
    assert [one.gain for one in gains.losers] == list(range(-14, -4))
    assert gains.distribution == {0: -14, 10: -12, 25: -7, 50: 0, 75: 8, 90: 12, 100: 15}


def test_a_rule_that_gives_more_gives_more() -> None:
    doubled = some_terms(earning=(SpendRule(2, 100),))

    assert life(bought(10_000, 0), terms=doubled).earned == 2 * life(bought(10_000, 0)).earned
