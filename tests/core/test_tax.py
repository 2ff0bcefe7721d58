"""A discount on net and tax: nothing is lost, and no line is lowered by more than it costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.commerce import Line
from connector.core.money import Rounding, divide, to_minor
from connector.core.tax import DiscountPart, apportion
from tests.building import a_line

RATES = (0, 5, 8, 19, 21)


def test_the_discount_lies_on_lines_by_what_they_cost_and_on_tax_by_the_lines_own_rate() -> None:
    lines = [a_line(10_000, 1_900, id="lamp"), a_line(10_000, 700, id="book"), a_line(5_000, id="stamp")]

    parts = apportion(2_760, lines)

    assert parts == (DiscountPart("lamp", 1_000, 190), DiscountPart("book", 1_000, 70), DiscountPart("stamp", 500, 0))


def test_the_last_minor_unit_is_neither_lost_nor_made() -> None:
    lines = [a_line(100, 19, id=str(number)) for number in range(3)]

    parts = apportion(100, lines)

    assert [part.net + part.tax for part in parts] == [34, 33, 33]
    assert [part.tax for part in parts] == [5, 5, 5]


def test_shipping_takes_its_share_under_no_lines_name() -> None:
    assert apportion(1_000, [a_line(8_000)], 2_000, 320) == (DiscountPart("1", 800, 0), DiscountPart(None, 168, 32))


def test_what_costs_nothing_has_no_part() -> None:
    assert apportion(100, [a_line(0, id="gift"), a_line(1_000, id="lamp")]) == (DiscountPart("lamp", 100, 0),)
    assert apportion(0, [a_line(1_000)]) == ()


@st.composite
def carts(draw: st.DrawFn) -> tuple[list[Line], int, int, int]:
    """Goods at mixed rates in a currency of any exponent, a shipping with its tax, and a discount they can bear."""
    currency = draw(st.sampled_from(["JPY", "EUR", "KWD"]))
    whole = st.decimals("0", "100000", places=0)

    def cost(rate: int) -> tuple[int, int]:
        net = to_minor(draw(whole) / draw(st.sampled_from([Decimal(1), Decimal(7)])), currency)
        return net, divide(net * rate, 100, Rounding.HALF_UP)

    rates = draw(st.lists(st.sampled_from(RATES), min_size=1, max_size=8))
    lines = [a_line(*cost(rate), id=str(number)) for number, rate in enumerate(rates)]
    net, tax = cost(draw(st.sampled_from(RATES)))
    costs = sum(line.paid for line in lines) + net + tax
    return lines, net + tax, tax, draw(st.integers(0, costs))


@given(carts())
def test_the_parts_add_up_and_none_exceeds_its_line(cart: tuple[list[Line], int, int, int]) -> None:
    lines, shipping, shipping_tax, discount = cart
    costs: dict[str | None, tuple[int, int]] = {line.id: (line.total, line.total_tax) for line in lines}
    costs[None] = (shipping - shipping_tax, shipping_tax)
    whole = sum(net + tax for net, tax in costs.values())

    parts = apportion(discount, lines, shipping, shipping_tax)

    assert sum(part.net + part.tax for part in parts) == discount
    for part in parts:
        net, tax = costs[part.line]
        part_whole = part.net + part.tax
        assert 0 <= part.net <= net
        assert 0 <= part.tax <= tax
        assert abs(part_whole * whole - discount * (net + tax)) < whole
        assert abs(part.tax * (net + tax) - part_whole * tax) < net + tax


@pytest.mark.parametrize("rate", RATES)
def test_a_discount_of_everything_takes_all_the_tax(rate: int) -> None:
    line = a_line(9_999, divide(9_999 * rate, 100, Rounding.HALF_UP))

    assert apportion(line.paid, [line]) == (DiscountPart("1", line.total, line.total_tax),)
