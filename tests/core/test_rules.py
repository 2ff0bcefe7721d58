"""What counts and what it earns: selections, promotions, tenders, campaigns, product and fixed points, other rates."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Buyer, CouponUse, Line, Order, Promotion, Stage, Tender, TenderKind
from connector.core.earning import AwardState, Facts, evaluate
from connector.core.programme import (
    Base,
    Campaign,
    FixedRule,
    GiftCards,
    Grant,
    OtherCurrencies,
    Override,
    Participation,
    Payment,
    ProductRule,
    Selector,
    SpendRule,
    Status,
    Terms,
    Unassigned,
)
from connector.languages import speak
from tests.building import ANNA, a_charge, a_line, a_part, a_refund, an_order, at, some_terms

SPRING = Campaign("spring", at(-1), at(1), Fraction(2), Selector(categories=frozenset({"spring"})))


def points(order: Order, terms: Terms, facts: Facts | None = None) -> int:
    return evaluate(order, terms, facts or Facts()).points


def says(order: Order, terms: Terms, words: str, facts: Facts | None = None) -> bool:
    told = [speak("en").step(step, terms.currency) for step in evaluate(order, terms, facts or Facts()).trace]
    return any(words in line for line in told)


def in_category(name: str, total: int = 10_000, **changes: object) -> Line:
    return a_line(total, id=name, product_id=name, categories=(name,), **changes)


def choosing(**chosen: set[str]) -> Base:
    return Base(goods=Selector(**{key: frozenset(value) for key, value in chosen.items()}))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (choosing(), 200),
        (choosing(categories={"tea"}), 100),
        (choosing(not_categories={"tea"}), 100),
        (choosing(categories={"tea"}, products={"cups"}), 200),
        (choosing(categories={"tea", "cups"}, not_products={"tea"}), 100),
        (choosing(not_categories={"tea"}, products={"tea"}), 100),
        (choosing(categories={"elsewhere"}), 0),
    ],
)
def test_a_product_beats_its_categories_and_what_is_shut_out_is_out(base: Base, expected: int) -> None:
    order = an_order(in_category("tea"), in_category("cups"))

    assert points(order, some_terms(base=base)) == expected


def test_a_reduced_line_does_not_count_where_promotions_are_left_out() -> None:
    order = an_order(in_category("tea"), in_category("cups", promotions=(Promotion.SALE,)))
    terms = some_terms(base=Base(without=frozenset({Promotion.SALE})))

    assert points(order, terms) == 100
    assert says(order, terms, "on sale: not counted")


def test_a_coupon_shuts_out_the_lines_it_lowered_and_a_code_of_ours_does_not() -> None:
    lowered = a_line(9_000, subtotal=10_000, id="1")
    order = an_order(lowered, a_line(5_000, id="2"), coupons=(CouponUse("SUMMER", 1_000),))
    terms = some_terms(base=Base(without=frozenset({Promotion.COUPON})))

    assert points(order, terms) == 50
    assert points(order, terms, Facts(own_codes=frozenset({"summer"}))) == 140


def test_a_discount_that_nobody_typed_is_automatic() -> None:
    order = an_order(a_line(9_000, subtotal=10_000))

    assert points(order, some_terms(base=Base(without=frozenset({Promotion.AUTOMATIC})))) == 0
    assert points(order, some_terms(base=Base(without=frozenset({Promotion.COUPON})))) == 90


def test_the_part_paid_with_points_never_counts() -> None:
    order = an_order(a_line(10_000), charges=(a_charge(2_500),), tenders=(Tender(TenderKind.POINTS, 2_500),))

    assert points(order, some_terms()) == 80  # a fifth of goods and shipping alike
    assert says(order, some_terms(), "€25.00 paid with points: not counted")


@pytest.mark.parametrize(("setting", "buying", "spending"), [(GiftCards.BOUGHT, 50, 0), (GiftCards.SPENT, 0, 50)])
def test_money_through_a_gift_card_counts_once(setting: GiftCards, buying: int, spending: int) -> None:
    terms = some_terms(base=Base(gift_cards=setting))
    bought = an_order(a_line(5_000, gift_card=True))
    spent = an_order(a_line(5_000), tenders=(Tender(TenderKind.GIFT_CARD, 5_000),))

    assert (points(bought, terms), points(spent, terms)) == (buying, spending)


def test_of_a_refunded_order_the_same_share_was_paid_with_points() -> None:
    order = an_order(
        a_line(10_000, quantity=Decimal(2)),
        refunds=(a_refund(5_000, a_part(5_000, quantity=1)),),
        tenders=(Tender(TenderKind.POINTS, 4_000),),
    )

    assert points(order, some_terms()) == 30


def test_a_campaign_counts_its_goods_twice_and_rounds_once() -> None:
    order = an_order(in_category("spring", 3_000), in_category("tea", 2_500))
    terms = some_terms(earning=(SpendRule(1, 5_000),), campaigns=(SPRING,))

    assert points(order, terms) == 1  # 60 + 25 is one full step of 50, where 30 and 25 apart are none
    assert says(order, terms, "spring: Teapot counts 2 times")


@pytest.mark.parametrize(("placed", "expected"), [(at(-1), 200), (at(0), 200), (at(1), 100), (at(-2), 100)])
def test_the_time_of_placing_decides_and_the_end_is_not_in_it(placed: datetime, expected: int) -> None:
    order = an_order(in_category("spring"), placed_at=placed, completed_at=at(0, 5))

    assert points(order, some_terms(campaigns=(SPRING,))) == expected


def test_of_two_campaigns_the_higher_counts_unless_they_stack() -> None:
    more = replace(SPRING, name="weekend", times=Fraction(3, 2), goods=Selector())
    order = an_order(in_category("spring"))

    assert points(order, some_terms(campaigns=(more, SPRING))) == 200
    assert points(order, some_terms(campaigns=(more, SPRING), campaigns_stack=True)) == 300


def test_v8_points_on_a_product_are_for_each_piece_and_go_with_it() -> None:
    line = a_line(3_000, points=5, quantity=Decimal(3))
    terms = some_terms(earning=(ProductRule(),))

    assert points(an_order(line), terms) == 15
    assert points(an_order(line, refunds=(a_refund(1_000, a_part(1_000, quantity=1)),)), terms) == 10


@pytest.mark.parametrize(("unassigned", "expected"), [(Unassigned.GENERAL, 15), (Unassigned.NONE, 5)])
def test_products_with_points_are_out_of_reach_of_the_general_rate(unassigned: Unassigned, expected: int) -> None:
    order = an_order(a_line(9_000, points=5, id="1"), a_line(1_000, id="2"))
    terms = some_terms(earning=(SpendRule(1, 100), ProductRule(unassigned)))

    assert points(order, terms) == expected


def test_v13_fixed_points_are_the_same_for_every_order_with_goods_that_count() -> None:
    terms = some_terms(earning=(FixedRule(100),))

    assert [points(an_order(a_line(total)), terms) for total in (1, 5_000, 25_000)] == [100, 100, 100]
    assert points(an_order(a_line(5_000)), replace(terms, base=choosing(categories={"tea"}))) == 0


def test_with_a_payment_condition_an_unpaid_order_only_promises() -> None:
    terms = some_terms(grant=Grant(payment=Payment.BALANCED))
    unpaid = an_order(a_line(), paid_at=None)
    short = an_order(a_line(), captured=9_999)

    for order in (unpaid, short):
        award = evaluate(order, terms)
        assert (award.state, award.points, award.promise) == (AwardState.PROJECTED, 0, 100)
    assert points(an_order(a_line(), captured=10_000), terms) == 100


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PAUSED, Status.CLOSED])
def test_only_an_active_programme_gives_points(status: Status) -> None:
    assert points(an_order(), some_terms(status=status)) == 0


@pytest.mark.parametrize(
    ("groups", "who", "expected"),
    [
        (("gold",), Participation(), 100),
        (("gold",), Participation(only=frozenset({"gold"})), 100),
        ((), Participation(only=frozenset({"gold"})), 0),
        (("gold", "staff"), Participation(frozenset({"gold"}), frozenset({"staff"})), 0),
    ],
)
def test_a_group_that_is_shut_out_is_out_whatever_else_it_is_in(
    groups: tuple[str, ...], who: Participation, expected: int
) -> None:
    order = an_order(buyer=replace(ANNA, groups=groups))

    assert points(order, some_terms(participation=who)) == expected


def test_the_first_override_that_fits_replaces_the_general_rate() -> None:
    wholesale = Override(frozenset(), frozenset({"wholesale"}), (SpendRule(1, 1_000),))
    outlet = Override(frozenset({"outlet"}), frozenset(), (SpendRule(2, 100),))
    terms = some_terms(overrides=(wholesale, outlet))
    dealer = an_order(buyer=Buyer("9", None, "Dealer", ("wholesale",)))

    assert points(an_order(), terms) == 100
    assert points(an_order(), terms, Facts("outlet")) == 200
    assert points(dealer, terms, Facts("outlet")) == 10


def test_another_currency_converts_at_the_orders_own_rate_or_earns_nothing() -> None:
    yen = an_order(a_line(10_000), currency="JPY", rate=Decimal("0.0065"), shop_currency="EUR")
    terms = some_terms(other_currencies=OtherCurrencies.CONVERT)

    assert points(yen, terms) == 65  # 10,000 yen are 65.00 euros
    assert points(yen, some_terms()) == 0
    assert points(replace(yen, rate=None), terms) == 0


selections = st.builds(
    Selector,
    *[st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2) for _ in range(4)],
)
lines = st.builds(
    lambda id, total, off, category, promoted, points, gift: a_line(
        total,
        id=id,
        product_id=id,
        subtotal=total + off,
        categories=(category,),
        promotions=(Promotion.SALE,) if promoted else (),
        points=points,
        gift_card=gift,
    ),
    st.uuids().map(str),
    st.integers(0, 50_000),
    st.integers(0, 500),
    st.sampled_from(["a", "b", "c"]),
    st.booleans(),
    st.none() | st.integers(0, 9),
    st.booleans(),
)
programmes = st.builds(
    lambda rules, goods, without, gifts, times: some_terms(
        earning=tuple(rules),
        base=Base(goods=goods, without=without, gift_cards=gifts),
        campaigns=(replace(SPRING, times=times, goods=goods),),
    ),
    st.lists(
        st.builds(SpendRule, st.integers(1, 9), st.integers(1, 900), goods=selections)
        | st.builds(FixedRule, st.integers(1, 99), goods=selections)
        | st.builds(ProductRule, st.sampled_from(Unassigned)),
        min_size=1,
        max_size=3,
    ),
    selections,
    st.frozensets(st.sampled_from(Promotion)),
    st.sampled_from(GiftCards),
    st.fractions(Fraction(1), Fraction(3), max_denominator=4),
)


@given(st.lists(lines, min_size=1, max_size=4), programmes, st.integers(0, 60_000))
def test_under_any_rules_points_are_never_negative_and_everything_refunded_leaves_nothing(
    bought: list[Line], terms: Terms, tender: int
) -> None:
    order = an_order(*bought, tenders=(Tender(TenderKind.POINTS, min(tender, sum(line.paid for line in bought))),))
    all_back = a_refund(
        order.total, *(a_part(line.total, line.id, line.total_tax, int(line.quantity)) for line in bought)
    )

    assert points(order, terms) >= 0
    assert points(replace(order, refunds=(all_back,)), terms) == 0


@given(st.lists(lines, min_size=1, max_size=4), programmes)
def test_every_award_explains_itself(bought: list[Line], terms: Terms) -> None:
    award = evaluate(an_order(*bought), terms)

    assert all(speak("en").step(step, terms.currency) for step in award.trace)
    assert award.trace[-1].facts["points"] == award.points


def test_an_order_over_and_outside_the_granting_statuses_promises_nothing() -> None:
    assert evaluate(an_order(stage=Stage.CANCELLED), some_terms()).promise == 0


def test_a_stage_stands_for_what_comes_after_it_and_a_word_of_the_store_only_for_itself() -> None:
    paid, completed = an_order(stage=Stage.PAID, status="processing"), an_order(status="completed")

    assert [points(order, some_terms(grant=Grant(frozenset({"paid"})))) for order in (paid, completed)] == [100, 100]
    assert [points(order, some_terms(grant=Grant(frozenset({"processing"})))) for order in (paid, completed)] == [
        100,
        0,
    ]
    assert points(an_order(stage=Stage.CANCELLED), some_terms(grant=Grant(frozenset({"open", "paid"})))) == 0


@pytest.mark.parametrize("told", [{"code": "ABCD-2345"}, {"reference": "abcd-2345"}])
def test_a_card_is_the_programmes_own_by_its_code_or_by_what_is_written_on_it(told: dict[str, str]) -> None:
    tender = Tender(TenderKind.GIFT_CARD, 4_000, **told)
    order = an_order(a_line(10_000), tenders=(tender,))

    assert evaluate(order, some_terms(), Facts("shop", frozenset({"abcd-2345"}))).points == 60
    assert evaluate(order, some_terms(), Facts("shop", frozenset({"another"}))).points == 100
    assert order.card_names == {"abcd-2345"}


@pytest.mark.parametrize("rule", list(GiftCards))
def test_a_gift_card_that_points_have_paid_for_earns_nothing_again(rule: GiftCards) -> None:
    """Two cards lie on the order, and then half of it comes back."""
    terms = some_terms(base=Base(gift_cards=rule))
    tenders = (Tender(TenderKind.GIFT_CARD, 4_000, "ABCD-2345"), Tender(TenderKind.GIFT_CARD, 1_000, "other"))
    order = an_order(a_line(10_000), tenders=tenders)
    of_others = 10 if rule is GiftCards.BOUGHT else 0

    award = evaluate(order, terms, Facts("shop", frozenset({"abcd-2345"})))
    refunded = evaluate(replace(order, refunds=(a_refund(5_000),)), terms, Facts("shop", frozenset({"abcd-2345"})))

    assert award.points == 60 - of_others
    assert refunded.points == 30 - of_others // 2
    assert ("paid_with_points", 4_000) in {(step.code, step.facts.get("amount")) for step in award.trace}
