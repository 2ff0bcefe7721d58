"""A discount made of points and the tax on what it lowers (C44).

The rule kept here: a discount lies on lines by what each costs, and in a line on net and tax by the line's own share of
tax; the parts add up to the discount to the last minor unit, in every currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from connector.core.commerce import Line
from connector.core.money import spread


@dataclass(frozen=True, slots=True)
class DiscountPart:
    """What is taken off a line, or off the shipping where no line is named: so much net, and so much of its tax."""

    line: str | None
    net: int
    tax: int


def apportion(
    discount: int, lines: Sequence[Line], shipping: int = 0, shipping_tax: int = 0
) -> tuple[DiscountPart, ...]:
    """The discount over lines and shipping (with its tax), largest remainder. What costs nothing has no part."""
    costs: list[tuple[str | None, int, int]] = [(line.id, line.total, line.total_tax) for line in lines]
    if shipping:
        costs.append((None, shipping - shipping_tax, shipping_tax))
    costs = [(item, net, tax) for item, net, tax in costs if net + tax > 0]
    whole = spread(discount, [net + tax for _, net, tax in costs])
    halves = [spread(part, [net, tax]) for part, (_, net, tax) in zip(whole, costs, strict=True)]
    return tuple(
        DiscountPart(item, net, tax) for (item, _, _), (net, tax) in zip(costs, halves, strict=True) if net + tax
    )
