"""Who splits an order, a cart or a friend's purchase into several gets no more than the whole would have given.

What holds, exactly: spend rules that round down give no more for the parts than for the whole, whatever their minimum;
each order more can gain one point at most of a rule that rounds otherwise; and a fixed rule gives its points for every
order that reaches its minimum, which is what it is for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Cart, Line
from connector.core.earning import evaluate
from connector.core.money import Rounding
from connector.core.programme import FixedRule, Redemption, Referral, SpendRule, Terms
from connector.core.quote import Refusal, quote
from connector.core.referral import Case, FriendOrder, Invitation, Person, State, decide
from tests.building import NOW, a_line, an_order, at, some_terms

AMOUNTS = st.lists(st.integers(1, 30_000), min_size=2, max_size=5)
MINIMUM = st.sampled_from([0, 0, 5_000, 20_000])


def rules(*roundings: Rounding) -> st.SearchStrategy[SpendRule]:
    return st.builds(
        SpendRule, st.integers(1, 9), st.integers(1, 999), rounding=st.sampled_from(roundings), minimum=MINIMUM
    )


def lines(amounts: Sequence[int]) -> list[Line]:
    return [a_line(amount, id=str(number), product_id=f"p{number}") for number, amount in enumerate(amounts)]


def split(amounts: Sequence[int], terms: Terms) -> tuple[int, int]:
    """Points of one order of all these lines, and of as many orders of one line each."""
    goods = lines(amounts)
    whole = evaluate(an_order(*goods), terms).points
    return whole, sum(evaluate(an_order(line), terms).points for line in goods)


@given(AMOUNTS, st.lists(rules(Rounding.FLOOR), min_size=1, max_size=3))
def test_splitting_an_order_earns_no_more_where_points_are_rounded_down(
    amounts: Sequence[int], earn: list[SpendRule]
) -> None:
    whole, parts = split(amounts, some_terms(earning=tuple(earn)))

    assert parts <= whole


@given(AMOUNTS, rules(*Rounding))
def test_any_other_rounding_gains_a_point_at_most_for_each_order_more(amounts: Sequence[int], earn: SpendRule) -> None:
    whole, parts = split(amounts, some_terms(earning=(earn,)))

    assert parts <= whole + len(amounts) - 1


@given(AMOUNTS, st.integers(1, 50), MINIMUM)
def test_a_fixed_rule_gives_its_points_for_every_order_that_reaches_its_minimum(
    amounts: Sequence[int], points: int, minimum: int
) -> None:
    _, parts = split(amounts, some_terms(earning=(FixedRule(points, minimum=minimum),)))

    assert parts == points * sum(amount >= minimum for amount in amounts)


def most(goods: Sequence[Line], terms: Redemption, available: int) -> tuple[int, int]:
    """The most points that may pay for these goods, and what they are worth."""
    try:
        found = quote(None, available, terms, Cart("EUR", tuple(goods)))
    except Refusal:
        return 0, 0
    return found.points, found.worth


REDEMPTIONS = st.builds(
    Redemption,
    st.integers(1, 100),
    st.integers(1, 500),
    minimum_points=st.sampled_from([0, 10, 100]),
    maximum_share=st.integers(1, 100),
    block=st.sampled_from([1, 10, 25]),
    minimum_order=MINIMUM,
)


@given(AMOUNTS, REDEMPTIONS)
def test_splitting_a_cart_takes_no_more_off_than_the_share_of_the_whole(
    amounts: Sequence[int], terms: Redemption
) -> None:
    goods, plenty = lines(amounts), 10**9
    whole = most(goods, terms, plenty)
    parts = [most([line], terms, plenty) for line in goods]

    assert sum(points for points, _ in parts) <= whole[0]
    assert sum(worth for _, worth in parts) * 100 <= sum(amounts) * terms.maximum_share


@given(st.integers(1, 10_000), REDEMPTIONS, st.integers(1, 500))
def test_no_redemption_is_above_its_cap_and_a_coupon_wants_an_order_of_which_it_is_no_more_than_the_share(
    available: int, terms: Redemption, maximum: int
) -> None:
    capped = Redemption(
        terms.points, terms.worth, maximum_points=maximum, maximum_share=terms.maximum_share, block=terms.block
    )
    left = available
    for _ in range(3):
        try:
            found = quote(None, left, capped)
        except Refusal:
            return
        assert found.points <= maximum
        assert found.worth * 100 <= found.minimum_spend * terms.maximum_share
        assert found.left == left - found.points >= 0
        left = found.left


INVITER = Person(1, at(-100), frozenset({"anna@example.org"}))
FRIENDS = st.lists(
    st.lists(st.tuples(st.integers(0, 80), st.sampled_from([3_000, 7_999, 8_000])), max_size=3), max_size=6
)


def a_case(number: int, orders: Sequence[tuple[int, int]], terms: Terms) -> Case:
    address = f"f{number}@example.org"
    told = (FriendOrder(at(day), at(day), address, "", frozenset(), at(day), worth) for day, worth in orders)
    invitation = Invitation(f"inv-{number}", 1, address, NOW, number + 2)
    return Case(invitation, terms, INVITER, Person(number + 2, at(90), frozenset({address})), tuple(told))


@given(FRIENDS, st.integers(1, 3), st.integers(1, 60))
def test_however_many_friends_order_however_often_no_window_holds_more_than_the_cap(
    friends: Sequence[Sequence[tuple[int, int]]], most_earning: int, days: int
) -> None:
    referral = Referral(500, 50, minimum_order=8_000, wait_days=4, max_per_member=most_earning, max_days=days)
    terms = some_terms(referral=referral)

    decided = decide([a_case(number, orders, terms) for number, orders in enumerate(friends)], at(200))

    earned = sorted(moment for one in decided.values() if one.state is State.EARNED and (moment := one.earned_at))
    enough = [any(worth >= 8_000 for _, worth in orders) for orders in friends]  # small ones do not add up
    assert len(earned) <= sum(enough)
    assert all(within(earned, moment, days) <= most_earning for moment in earned)


def within(moments: Sequence[datetime], end: datetime, days: int) -> int:
    return sum(end - timedelta(days=days) < moment <= end for moment in moments)
