"""What goods cost that are bought with points (C36, C37).

The rule kept here: the price of one piece is rounded, then multiplied, so that three pieces cost three times one. It is
made of the ordinary price; what else lowers the line lowers no price in points. Why a line has none is a
code; its sentence, `unpriced-CODE`, is in each catalogue of the room `languages`.
"""

from dataclasses import dataclass
from fractions import Fraction

from connector.core.commerce import Cart, Line
from connector.core.money import convert
from connector.core.programme import PointPrices
from connector.core.selection import selects


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line's price in points, for one piece and for all; where it has none, the code of why."""

    line: str
    name: str
    each: int | None
    points: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PricedCart:
    """`total` is that of the lines which have a price."""

    lines: tuple[PricedLine, ...]
    total: int


def price_of(line: Line, terms: PointPrices) -> int | None:
    """The points for one piece; None if it has no price in points. One set on the product goes before the rate."""
    if _unpriced(line, terms):
        return None
    if line.price_points is not None:
        return line.price_points
    piece = Fraction(line.subtotal + line.subtotal_tax) / Fraction(line.quantity)
    return convert(piece, terms.points, terms.per, terms.rounding)


def priced_cart(cart: Cart, terms: PointPrices) -> PricedCart:
    """What each line of a cart costs in points, and all of them."""
    lines = tuple(_priced(line, terms) for line in cart.lines)
    return PricedCart(lines, sum(line.points or 0 for line in lines))


def _priced(line: Line, terms: PointPrices) -> PricedLine:
    each = price_of(line, terms)
    if each is None:
        return PricedLine(line.id, line.name, None, None, _unpriced(line, terms))
    # Goods sold by weight come in parts of a piece: those are rounded once more, the same way.
    return PricedLine(line.id, line.name, each, convert(Fraction(line.quantity), each, 1, terms.rounding))


def _unpriced(line: Line, terms: PointPrices) -> str:
    """The code of why it has no price; empty if it has one."""
    if not line.buyable:
        return "not_buyable"
    if not selects(terms.goods, line):
        return "not_chosen"
    return "" if line.quantity > 0 else "no_pieces"
