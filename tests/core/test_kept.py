"""What was kept: refunds come off to the last minor unit, whatever way the store tells of them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Charge, ChargeKind, Line, Order, Refund, RefundLine, Stage
from connector.core.kept import kept, kept_share, ordered
from tests.building import NOW, a_charge, a_line, a_part, a_refund, an_order

TWO = (a_line(6_000, 1_140, id="a"), a_line(3_000, 570, id="b"))


def left(order: Order) -> dict[str, tuple[int, int]]:
    """Item → (without tax, tax)."""
    return {item.item.id: (item.total, item.tax) for item in kept(order)}


def test_without_refunds_everything_is_kept() -> None:
    order = an_order(*TWO, charges=(a_charge(500, 95),))

    assert left(order) == {"a": (6_000, 1_140), "b": (3_000, 570), "c-shipping": (500, 95)}


def test_a_refund_comes_off_the_line_it_names_with_its_tax() -> None:
    order = an_order(*TWO, refunds=(a_refund(1_190, a_part(1_000, "a", tax=190)),))

    assert left(order) == {"a": (5_000, 950), "b": (3_000, 570)}


def test_two_refunds_of_one_line_both_come_off() -> None:
    part = a_part(1_000, "a", tax=190)
    order = an_order(*TWO, refunds=(a_refund(1_190, part), a_refund(1_190, part, id="r2")))

    assert left(order)["a"] == (4_000, 760)


def test_a_refund_of_shipping_leaves_the_goods_alone() -> None:
    order = an_order(*TWO, charges=(a_charge(500),), refunds=(a_refund(500, a_part(500, "c-shipping")),))

    assert left(order) == {"a": (6_000, 1_140), "b": (3_000, 570), "c-shipping": (0, 0)}


def test_a_mere_amount_is_spread_over_what_is_left() -> None:
    order = an_order(a_line(6_000, id="a"), a_line(4_000, id="b"), refunds=(a_refund(1_000),))

    assert left(order) == {"a": (5_400, 0), "b": (3_600, 0)}


def test_a_mere_amount_is_spread_over_lines_and_charges_alike() -> None:
    order = an_order(a_line(9_000), charges=(a_charge(1_000),), refunds=(a_refund(1_000),))

    assert left(order) == {"1": (8_100, 0), "c-shipping": (900, 0)}


def test_what_a_refund_names_comes_off_there_and_its_rest_everywhere() -> None:
    order = an_order(a_line(6_000, id="a"), a_line(4_000, id="b"), refunds=(a_refund(3_000, a_part(2_000, "a")),))

    assert left(order) == {"a": (3_500, 0), "b": (3_500, 0)}


def test_a_refund_of_a_line_that_is_no_longer_there_is_money_all_the_same() -> None:
    order = an_order(a_line(6_000), refunds=(a_refund(1_000, a_part(1_000, "vanished")),))

    assert left(order) == {"1": (5_000, 0)}


def test_more_than_a_line_had_comes_off_the_others() -> None:
    order = an_order(a_line(6_000, id="a"), a_line(4_000, id="b"), refunds=(a_refund(5_000, a_part(5_000, "b")),))

    assert left(order) == {"a": (5_000, 0), "b": (0, 0)}


def test_more_than_the_whole_order_leaves_nothing_and_not_less() -> None:
    order = an_order(*TWO, refunds=(a_refund(999_999),))

    assert left(order) == {"a": (0, 0), "b": (0, 0)}


def test_a_refund_that_splits_tax_otherwise_than_the_line_is_believed_in_its_sum() -> None:
    order = an_order(a_line(1_000, 190), refunds=(a_refund(595, a_part(300, tax=295)),))

    total, tax = left(order)["1"]

    assert total + tax == 595
    assert total == 500  # in the proportion the line had


def test_a_fee_below_zero_is_a_discount_by_hand_and_lowers_the_goods() -> None:
    order = an_order(
        a_line(6_000, id="a"), a_line(4_000, id="b"), charges=(a_charge(-1_000, kind=ChargeKind.FEE, title="Rebate"),)
    )

    assert left(order) == {"a": (5_400, 0), "b": (3_600, 0)}


def test_a_discount_by_hand_greater_than_the_goods_leaves_nothing() -> None:
    order = an_order(a_line(1_000), charges=(a_charge(-5_000, kind=ChargeKind.FEE),))

    assert left(order) == {"1": (0, 0)}


@pytest.mark.parametrize(
    ("refunds", "share"),
    [
        ((), Fraction(1)),
        ((a_refund(2_500),), Fraction(3, 4)),
        ((a_refund(2_500), a_refund(2_500, id="r2")), Fraction(1, 2)),
        ((a_refund(10_000),), Fraction(0)),
    ],
)
def test_the_share_kept_is_the_share_of_money_kept(refunds: tuple[Refund, ...], share: Fraction) -> None:
    assert kept_share(an_order(a_line(10_000), refunds=refunds)) == share


def test_a_line_weighs_what_it_cost_before_discounts() -> None:
    free = a_line(0, id="free", subtotal=3_000)
    order = an_order(a_line(1_000, id="paid"), free, refunds=(a_refund(1_000, a_part(1_000, "paid")),))

    assert kept_share(order) == Fraction(3, 4)


def test_of_goods_that_cost_nothing_the_pieces_are_counted() -> None:
    free = a_line(0, subtotal=3_000, quantity=Decimal(4))

    assert kept_share(an_order(free, refunds=(a_refund(0, a_part(0, quantity=1)),))) == Fraction(3, 4)


def test_shipping_does_not_count_in_the_share() -> None:
    order = an_order(charges=(a_charge(5_000),), refunds=(a_refund(5_000, a_part(5_000, "c-shipping")),))

    assert kept_share(order) == 1


def test_of_an_order_that_the_store_calls_refunded_nothing_was_kept() -> None:
    assert kept_share(an_order(stage=Stage.REFUNDED)) == 0


def test_an_order_without_goods_was_kept_whole() -> None:
    assert kept_share(replace(an_order(), lines=())) == 1


amounts = st.integers(0, 20_000)


@st.composite
def refunded_orders(draw: st.DrawFn) -> Order:
    """Refunds of any kind: named, unnamed, too much, of unknown lines, with any tax."""
    lines = [
        a_line(draw(amounts), draw(st.integers(0, 4_000)), id=f"l{number}") for number in range(draw(st.integers(1, 4)))
    ]
    charges = [a_charge(draw(amounts), id="ship")] if draw(st.booleans()) else []
    if draw(st.booleans()):
        charges.append(a_charge(-draw(st.integers(1, 5_000)), kind=ChargeKind.FEE, id="rebate"))
    known: list[Line | Charge] = [*lines, *charges]
    refunds = []
    for number in range(draw(st.integers(0, 3))):
        parts = tuple(
            RefundLine(
                draw(st.sampled_from([*(item.id for item in known if item.total >= 0), "gone"])), Decimal(1), t, x
            )
            for t, x in draw(st.lists(st.tuples(amounts, st.integers(0, 4_000)), max_size=3))
        )
        named = sum(part.total + part.total_tax for part in parts)
        refunds.append(Refund(f"r{number}", NOW, named + draw(amounts), parts))
    return an_order(*lines, charges=tuple(charges), refunds=tuple(refunds))


@given(refunded_orders())
def test_what_was_kept_and_what_was_refunded_add_up_to_what_was_ordered(order: Order) -> None:
    whole = sum(item.paid for item in ordered(order))

    assert sum(item.paid for item in kept(order)) == max(0, whole - order.refunded)


@given(refunded_orders())
def test_nothing_kept_is_less_than_nothing(order: Order) -> None:
    assert all(item.total >= 0 and item.tax >= 0 for item in kept(order))
    assert 0 <= kept_share(order) <= 1


@given(refunded_orders(), st.randoms(use_true_random=False))
def test_the_order_in_which_refunds_came_makes_no_difference(order: Order, chance: Random) -> None:
    shuffled = list(order.refunds)
    chance.shuffle(shuffled)

    assert kept(replace(order, refunds=tuple(shuffled))) == kept(order)


@given(refunded_orders())
def test_one_more_refund_never_leaves_more(order: Order) -> None:
    if order.refunds:
        before = replace(order, refunds=order.refunds[:-1])

        assert sum(item.paid for item in kept(order)) <= sum(item.paid for item in kept(before))
