"""Two systems' points for one member: what of a difference is proved, and what is not."""

import pytest

from connector.core.earning import Facts, evaluate
from connector.core.money import Rounding
from connector.core.programme import SpendRule
from connector.core.shadow import (
    OrderPoints,
    Reason,
    Reckoning,
    Stretch,
    Why,
    bar,
    reasons,
    reckoning,
    shared_rates,
)
from tests.building import a_charge, a_line, an_order, some_terms

HALF = Reckoning(9_950, 1, 100, Rounding.FLOOR, 9_950)  # 99 by ours, 100 rounded up


def told(of: Stretch, *rates: tuple[int, int]) -> list[tuple[Why, int]]:
    return [(one.why, one.points) for one in reasons(of, frozenset(rates))]


def test_what_agrees_has_no_reason() -> None:
    assert reasons(Stretch(0, 5, manual=7)) == []


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (OrderPoints("17", 100, 0), Reason(Why.ORDER_HERE, 100, "17")),
        (OrderPoints("17", 99, 100, reckoning=HALF), Reason(Why.ROUNDING, -1, "17", "half_up/ceiling")),
        (
            OrderPoints("17", 99, 109, reckoning=Reckoning(9_950, 1, 100, Rounding.FLOOR, 10_950)),
            Reason(Why.WHOLE_ORDER, -10, "17"),
        ),
        (OrderPoints("17", 99, 120, reckoning=HALF), Reason(Why.ORDER, -21, "17")),
        (OrderPoints("17", 99, 99, spent_there=40), Reason(Why.SPENT_THERE, 40, "17")),
    ],
)
def test_an_order_that_they_tell_of_is_compared_by_itself(order: OrderPoints, reason: Reason) -> None:
    assert reasons(Stretch(reason.points, 0, (order,))) == [reason]


def test_an_order_that_gives_nothing_here_says_why() -> None:
    terms = some_terms(earning=(SpendRule(1, 100, minimum=20_000),))
    award = evaluate(an_order(), terms, Facts())

    (found,) = reasons(Stretch(-100, 0, (OrderPoints("17", 0, 100, bar=bar(award)),)))

    assert (found.why, found.step and found.step.code) == (Why.ORDER_THERE, "below_minimum")


def test_another_rate_is_proved_by_two_orders_and_not_by_one() -> None:
    one = OrderPoints("1", 99, 199, reckoning=HALF)
    two = OrderPoints("2", 50, 100, reckoning=Reckoning(5_000, 1, 100, Rounding.FLOOR, 5_000))
    rates = shared_rates([one, two])

    assert rates == {(2, 100)}
    assert shared_rates([one]) == frozenset()
    assert reasons(Stretch(-150, 0, (one, two)), rates) == [
        Reason(Why.RATE, -100, "1", "2/100"),
        Reason(Why.RATE, -50, "2", "2/100"),
    ]
    assert told(Stretch(-100, 0, (one,))) == [(Why.ORDER, -100)]


def test_what_was_there_at_the_beginning_is_told_apart() -> None:
    assert told(Stretch(-30, -50, (OrderPoints("1", 20, 0),))) == [(Why.BEFORE, -50), (Why.ORDER_HERE, 20)]


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (Stretch(-40, 0, pending=40, manual=15), (Why.PENDING, -40)),
        (Stretch(-40, 0, expired=40, bonus=15), (Why.EXPIRED, -40)),
        (Stretch(15, 0, manual=15, expired=40), (Why.MANUAL, 15)),
        (Stretch(15, 0, bonus=15, used=3), (Why.BONUS, 15)),
        (Stretch(-3, 0, bonus=15, used=3), (Why.USED, -3)),
        (Stretch(100, 0, (OrderPoints("1", 100, None), OrderPoints("2", 70, None))), (Why.ORDER_HERE, 100)),
    ],
)
def test_what_is_exactly_the_difference_proves_it(of: Stretch, reason: tuple[Why, int]) -> None:
    assert told(of) == [reason]


def test_two_changes_or_all_of_them_may_make_it_up() -> None:
    assert told(Stretch(-25, 0, pending=40, manual=15, expired=7)) == [(Why.PENDING, -40), (Why.MANUAL, 15)]
    assert told(Stretch(-32, 0, pending=40, manual=15, expired=7)) == [
        (Why.PENDING, -40),
        (Why.EXPIRED, -7),
        (Why.MANUAL, 15),
    ]


@pytest.mark.parametrize(
    "of",
    [
        Stretch(-41, 0, pending=40, manual=15),
        Stretch(15, 0, manual=15, bonus=15),
        Stretch(100, 0, (OrderPoints("1", 100, None), OrderPoints("2", 100, None))),
    ],
)
def test_what_nothing_or_more_than_one_thing_explains_is_unknown(of: Stretch) -> None:
    assert told(of) == [(Why.UNKNOWN, of.difference)]


def test_reasons_and_the_unknown_rest_add_up_to_the_difference() -> None:
    of = Stretch(12, 3, (OrderPoints("1", 100, 95, reckoning=HALF), OrderPoints("2", 5, 5, spent_there=9)), pending=4)

    found = reasons(of)

    assert sum(one.points for one in found) == 12
    assert found[-1] == Reason(Why.UNKNOWN, -5)


def test_only_what_one_rule_of_order_value_gave_whole_can_be_reckoned_again() -> None:
    order = an_order(a_line(9_950), charges=(a_charge(1_000),))
    award = evaluate(order, some_terms())
    twice = evaluate(order, some_terms(earning=(SpendRule(1, 100), SpendRule(1, 200))))

    assert reckoning(award, 99, order.total) == Reckoning(9_950, 1, 100, Rounding.FLOOR, 10_950)
    assert reckoning(award, 50, order.total) is None
    assert reckoning(twice, twice.points, order.total) is None
