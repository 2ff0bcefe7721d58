"""Earning: every award explains itself, and each step says what it should."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import ChargeKind, Order, Stage
from connector.core.earning import AwardState, evaluate
from connector.core.money import Rounding
from connector.core.programme import Base, Grant, Payment, SpendRule, Terms
from connector.languages import speak
from tests.building import NOW, a_charge, a_line, a_part, a_refund, an_order, at, living, some_terms


def story(order: Order, terms: Terms) -> list[str]:
    return [speak("en").step(step, terms.currency) for step in evaluate(order, terms).trace]


def earning(points: int, per: int, rounding: Rounding = Rounding.FLOOR, minimum: int = 0) -> Terms:
    return some_terms(earning=(SpendRule(points, per, rounding, minimum),))


def points_on(total: int, terms: Terms) -> int:
    return evaluate(an_order(a_line(total)), terms).points


@pytest.mark.parametrize(("total", "points"), [(10_000, 2), (9_999, 1), (14_999, 2), (4_999, 0)])
def test_v1_only_complete_steps_of_fifty_count(total: int, points: int) -> None:
    assert points_on(total, earning(1, 5_000)) == points


@pytest.mark.parametrize(
    ("total", "rounding", "points"),
    [
        (15_095, Rounding.HALF_UP, 604),
        (15_095, Rounding.CEILING, 604),
        (15_095, Rounding.FLOOR, 603),
        (15_005, Rounding.HALF_UP, 600),
        (15_005, Rounding.CEILING, 601),
    ],
)
def test_v3_v4_the_rounding_decides_at_four_points_for_each_unit(total: int, rounding: Rounding, points: int) -> None:
    assert points_on(total, earning(4, 100, rounding)) == points


def test_a_simple_order_tells_its_whole_story() -> None:
    order = an_order(a_line(9_999, name="Teapot"), charges=(a_charge(500),))

    assert story(order, some_terms()) == [
        "1 × Teapot: €99.99 counted",
        "Shipping: €5.00 not counted",
        "what counts: €99.99",
        "€99.99 at 1 point per €1.00, rounded down: 99 points",
        "status “completed” grants: 99 points",
    ]


def test_a_line_of_which_a_part_came_back_says_how_much() -> None:
    order = an_order(a_line(quantity=Decimal(4)), refunds=(a_refund(2_500, a_part(2_500)),))

    assert story(order, some_terms())[0] == "4 × Teapot: €75.00 counted, after €25.00 refunded"


@pytest.mark.parametrize(
    ("rounding", "said"),
    [
        (Rounding.FLOOR, "rounded down: 3 points"),
        (Rounding.HALF_UP, "rounded: 3 points"),
        (Rounding.CEILING, "rounded up: 4 points"),
    ],
)
def test_the_rounding_is_said(rounding: Rounding, said: str) -> None:
    assert story(an_order(a_line(333)), earning(1, 100, rounding))[2].endswith(said)


def test_less_than_the_minimum_earns_nothing_and_the_minimum_itself_does() -> None:
    terms = earning(1, 100, minimum=5_000)

    assert points_on(4_999, terms) == 0
    assert points_on(5_000, terms) == 50
    assert "€49.99 is less than the €50.00 from which an order earns: nothing" in story(an_order(a_line(4_999)), terms)


def test_the_points_of_all_rules_are_added_up() -> None:
    assert points_on(10_000, some_terms(earning=(SpendRule(1, 100), SpendRule(1, 5_000)))) == 102


@pytest.mark.parametrize(
    ("base", "points"),
    [
        (Base(), 119),
        (Base(tax=False), 100),
        (Base(shipping=True), 129),
        (Base(fees=True), 122),
        (Base(tax=False, shipping=True, fees=True), 110),
    ],
)
def test_what_counts_beside_the_goods_is_a_setting(base: Base, points: int) -> None:
    charges = (a_charge(840, 160), a_charge(252, 48, ChargeKind.FEE))
    order = an_order(a_line(10_000, 1_900), charges=charges)

    assert evaluate(order, some_terms(base=base)).points == points


def test_a_discount_by_hand_lowers_what_counts_and_is_no_charge_of_its_own() -> None:
    order = an_order(a_line(10_000), charges=(a_charge(-2_000, kind=ChargeKind.FEE),))

    assert evaluate(order, some_terms(base=Base(fees=True))).points == 80


def test_an_order_from_before_the_programme_earns_nothing_and_one_from_its_first_moment_does() -> None:
    terms = some_terms(starts_at=NOW)

    assert story(an_order(placed_at=at(-1)), terms)[0] == "too early, the programme began on 1 Mar 2026: nothing"
    assert evaluate(an_order(placed_at=at(-1)), terms).points == 0
    assert evaluate(an_order(placed_at=NOW), terms).points == 100


def test_another_currency_earns_nothing() -> None:
    order = an_order(currency="USD")

    assert evaluate(order, some_terms()).points == 0
    assert story(order, some_terms())[0] == "paid in USD, the programme counts EUR: nothing"


def test_an_order_on_its_way_is_promised_what_it_will_get() -> None:
    award = evaluate(an_order(stage=Stage.PAID), some_terms())

    assert (award.state, award.points, award.promise) == (AwardState.PROJECTED, 0, 100)
    assert story(an_order(stage=Stage.PAID), some_terms())[-1] == (
        "status “paid” does not grant yet; 100 points on completed"
    )


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED, Stage.REFUNDED, Stage.DELETED])
def test_an_order_that_is_over_gives_and_promises_nothing(stage: Stage) -> None:
    award = evaluate(an_order(stage=stage), some_terms())

    assert (award.state, award.points, award.promise) == (AwardState.NONE, 0, 0)
    assert award.trace[-1].code == "lost"


def test_a_status_grants_by_the_stores_own_word_or_by_its_stage() -> None:
    order = an_order(stage=Stage.PAID, status="processing")

    assert evaluate(order, some_terms(grant=Grant(frozenset({"processing"})))).points == 100
    assert evaluate(order, some_terms(grant=Grant(frozenset({"paid"})))).points == 100
    assert evaluate(order, some_terms(grant=Grant(frozenset({"completed"})))).points == 0


def test_a_delay_makes_the_points_pending_and_says_until_when() -> None:
    terms = some_terms(grant=Grant(delay_days=14), expiry=living(6))

    award = evaluate(an_order(), terms)

    assert (award.granted_at, award.matures_at) == (NOW, at(14))
    assert award.trace[-1].code == "pending"
    assert award.expires_at is not None


def test_without_points_there_is_nothing_to_wait_for() -> None:
    award = evaluate(an_order(a_line(50)), some_terms(grant=Grant(delay_days=14)))

    assert all(step.code != "pending" for step in award.trace)


def test_the_moment_of_the_award_is_the_orders_own_not_the_snapshots() -> None:
    order = an_order(placed_at=at(-3), paid_at=at(-2), completed_at=at(-1))

    assert evaluate(order, some_terms()).granted_at == at(-1)
    assert evaluate(replace(order, completed_at=None), some_terms()).granted_at == at(-2)
    assert evaluate(replace(order, completed_at=None, paid_at=None), some_terms()).granted_at == at(-3)


@pytest.mark.parametrize(
    ("statuses", "payment", "day"),
    [
        ({"open"}, Payment.ANY, -3),
        ({"open"}, Payment.BALANCED, -2),
        ({"paid"}, Payment.ANY, -2),
        ({"paid", "completed"}, Payment.ANY, -2),
        ({"completed"}, Payment.ANY, -1),
        ({"processing"}, Payment.ANY, -1),  # when a word of the store's own began to apply, no date tells
    ],
)
def test_the_award_is_dated_by_the_stage_that_granted_first(statuses: set[str], payment: Payment, day: int) -> None:
    order = an_order(placed_at=at(-3), paid_at=at(-2), completed_at=at(-1), captured=10_000)

    assert evaluate(order, some_terms(grant=Grant(frozenset(statuses), payment=payment))).granted_at == at(day)
    assert evaluate(replace(order, observed_at=at(9)), some_terms()) == evaluate(order, some_terms())


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 50), st.integers(1, 10_000))
def test_who_kept_more_never_earns_less(total: int, refunded: int, points: int, per: int) -> None:
    order = an_order(a_line(total), refunds=(a_refund(refunded),) if refunded else ())

    for rounding in Rounding:
        terms = earning(points, per, rounding)

        assert 0 <= evaluate(order, terms).points <= evaluate(replace(order, refunds=()), terms).points
