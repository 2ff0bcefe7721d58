"""What a discount paid with points does to the tax of an order (C44).

The rule kept here: the parts add up to the discount to the last minor unit, rate by rate; and no rate is guessed, it is
what the line's own tax says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from connector.core.commerce import Line
from connector.core.money import Rounding, divide, spread


@dataclass(frozen=True, slots=True)
class TaxedPart:
    """A part of the discount at one rate: `net` and `tax` of it, in minor units; `rate` as a fraction of the net."""

    rate: Fraction
    net: int
    tax: int


def discount_by_rate(lines: Sequence[Line], discount: int, *, lowers_tax: bool = True) -> list[TaxedPart]:
    """The discount (with tax) spread over the lines' rates, lowest rate first.

    With `lowers_tax` it is a discount and lowers the tax base; without, it is a means of payment and lowers none.
    """
    if not lowers_tax:
        return [TaxedPart(Fraction(0), discount, 0)] if discount else []
    by_rate: dict[Fraction, int] = {}
    for line, part in zip(lines, spread(discount, [line.paid for line in lines]), strict=True):
        rate = Fraction(line.total_tax, line.total) if line.total else Fraction(0)
        known = next((one for one in by_rate if _same(one, rate, line.total)), rate)
        by_rate[known] = by_rate.get(known, 0) + part
    parts = []
    for rate, gross in sorted(by_rate.items()):
        net = divide(gross * rate.denominator, rate.denominator + rate.numerator, Rounding.HALF_UP)
        parts.append(TaxedPart(rate, net, gross - net))
    return parts


def _same(one: Fraction, other: Fraction, total: int) -> bool:
    """Rates read from rounded figures differ by what one minor unit makes."""
    return abs(one - other) <= Fraction(1, max(total, 1))
