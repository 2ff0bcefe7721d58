"""Money: exact minor units, and divisions that lose nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.money import (
    NotMoney,
    Rounding,
    UnknownCurrency,
    convert,
    divide,
    exponent,
    spread,
    to_decimal,
    to_minor,
)

WHOLE = st.integers(-(10**12), 10**12)
DENOMINATORS = st.integers(1, 10**9)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("12.3", "EUR", 1230),
        ("12", "EUR", 1200),
        ("-0.01", "EUR", -1),
        ("1e2", "EUR", 10000),
        ("5", "JPY", 5),
        ("5.000", "JPY", 5),
        ("1.234", "KWD", 1234),
        ("0.0001", "CLF", 1),
    ],
)
def test_a_decimal_text_becomes_minor_units_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert to_minor(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "rounding", "minor"),
    [
        ("0.005", Rounding.HALF_UP, 1),
        ("-0.005", Rounding.HALF_UP, -1),
        ("0.0049", Rounding.HALF_UP, 0),
        ("0.009", Rounding.FLOOR, 0),
        ("-0.001", Rounding.FLOOR, -1),
        ("0.001", Rounding.CEILING, 1),
        ("99.998", Rounding.FLOOR, 9999),
    ],
)
def test_what_is_finer_than_a_minor_unit_is_rounded_as_asked(text: str, rounding: Rounding, minor: int) -> None:
    assert to_minor(text, "EUR", rounding) == minor


@pytest.mark.parametrize("text", ["", "abc", "12,34", "NaN", "Infinity", "-inf", "1 000", "1e999999999"])
def test_what_is_not_a_number_is_refused_with_the_text_in_the_message(text: str) -> None:
    with pytest.raises(NotMoney, match="is not a number"):
        to_minor(text, "EUR")


def test_an_unknown_currency_is_refused() -> None:
    for code in ("EURO", "eur", "", "XXX"):
        with pytest.raises(UnknownCurrency):
            exponent(code)


@given(WHOLE, st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_minor_units_go_to_decimal_and_back_unchanged(minor: int, currency: str) -> None:
    assert to_minor(to_decimal(minor, currency), currency) == minor
    assert to_minor(str(to_decimal(minor, currency)), currency) == minor


@given(WHOLE, DENOMINATORS)
def test_every_rounding_is_off_by_less_than_one_and_only_its_own_way(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator)
    floor, half_up, ceiling = (divide(numerator, denominator, rounding) * denominator for rounding in Rounding)

    assert 0 <= exact - floor < denominator
    assert 0 <= ceiling - exact < denominator
    assert abs(2 * (exact - half_up)) <= denominator


@given(st.integers(0, 10**6))
def test_one_half_is_rounded_away_from_zero(whole: int) -> None:
    assert divide(2 * whole + 1, 2, Rounding.HALF_UP) == whole + 1
    assert divide(-2 * whole - 1, 2, Rounding.HALF_UP) == -whole - 1


def test_only_the_result_of_a_conversion_is_rounded() -> None:
    third = Fraction(15_095, 3)

    assert [convert(15_095, 4, 100, rounding) for rounding in Rounding] == [603, 604, 604]
    assert convert(third, 300, 100, Rounding.FLOOR) == 15_095
    assert convert(1, 500, 100, Rounding.FLOOR) == 5


@given(WHOLE, WEIGHTS)
def test_the_parts_of_a_spread_add_up_to_the_whole(whole: int, weights: list[int]) -> None:
    assert sum(spread(whole, weights)) == whole


@given(WHOLE, WEIGHTS.filter(any))
def test_nobody_gets_more_than_one_unit_off_the_exact_share(whole: int, weights: list[int]) -> None:
    total = sum(weights)

    for part, weight in zip(spread(whole, weights), weights, strict=True):
        assert abs(part * total - whole * weight) < total


@given(WHOLE, WEIGHTS.filter(any))
def test_who_weighs_nothing_gets_nothing(whole: int, weights: list[int]) -> None:
    assert all(part == 0 for part, weight in zip(spread(whole, weights), weights, strict=True) if weight == 0)


@given(st.integers(0, 10**6), WEIGHTS)
def test_a_part_never_exceeds_its_weight_when_the_whole_does_not_exceed_theirs(whole: int, weights: list[int]) -> None:
    whole = min(whole, sum(weights))

    assert all(part <= weight for part, weight in zip(spread(whole, weights), weights, strict=True))


def test_of_equal_remainders_the_first_gets_the_unit() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(-100, [1, 1, 1]) == [-34, -33, -33]


def test_without_weight_the_first_takes_everything_so_that_nothing_is_lost() -> None:
    assert spread(7, [0, 0]) == [7, 0]


def test_nothing_can_be_spread_over_nobody_and_something_cannot() -> None:
    assert spread(0, []) == []
    with pytest.raises(ValueError, match="7 cannot be spread over nothing"):
        spread(7, [])
