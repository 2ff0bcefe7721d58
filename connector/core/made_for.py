"""What a code was made for, where it was not for just anything, and how many of its points an order has used up.

The rule kept here: points that stand for an amount are worth what the store truly took off, rounded up in points; the
others come back. What the buyer returns is measured on the goods that the code was for, and on no others.
"""

from dataclasses import dataclass

from connector.core.commerce import Order
from connector.core.money import Rounding, convert
from connector.core.programme import Selector

_ROUNDED = 1  # minor units by which a store may round what it took off, line by line


@dataclass(frozen=True, slots=True)
class MadeFor:
    """Certain goods. With an `amount` the points stand for so many minor units; without one they are a price, which is
    paid whatever the code took off."""

    goods: Selector
    amount: int | None = None
    currency: str = ""


def points_taken(points: int, code: str, order: Order, made_for: MadeFor | None) -> int:
    """How many of the points of a code stand for what the order was lowered by it; none that is not on the order."""
    off = [use.discount for use in order.coupons if use.code.lower() == code]
    if not off:
        return 0
    if made_for is None or not made_for.amount or order.currency != made_for.currency:
        return points
    if sum(off) + _ROUNDED >= made_for.amount:
        return points
    return convert(sum(off), points, made_for.amount, Rounding.CEILING)
