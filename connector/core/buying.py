"""A product bought with points in the shop's own checkout (C36, C37).

The rule kept here: points at a rate stand for the price that they were reckoned from, so the code takes off that much
of one piece and no more; a price in points that the merchant set is the piece's price, whatever it costs by then.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from connector.core.commerce import Line
from connector.core.effects import IssueCoupon
from connector.core.money import Rounding, convert
from connector.core.prices import price_of
from connector.core.programme import Selector, Terms
from connector.core.quote import Refusal
from connector.core.redemption import Redeemed

VALID_DAYS = 30  # where the programme redeems no points, and says nothing of its codes


@dataclass(frozen=True, slots=True)
class Purchase:
    """One piece for `points`; `price` is what it costs in money, minor units with tax."""

    name: str  # of the product or its variation, as the store numbers it
    points: int
    price: int
    by_amount: bool
    valid_days: int

    @property
    def goods(self) -> Selector:
        return Selector(products=frozenset({self.name}))


def purchase(line: Line, terms: Terms, available: int) -> Purchase:
    """What one piece of this costs a member with so many points. Raises Refusal."""
    if terms.prices is None:
        raise Refusal("no_prices", 0, 0)
    points = price_of(line, terms.prices)
    if points is None or line.subtotal + line.subtotal_tax <= 0:
        raise Refusal("not_buyable", 0, 0)
    if points < 1:
        raise Refusal("worthless", points, 0)
    if points > available:
        raise Refusal("balance", available, 0)
    price = convert(Fraction(line.subtotal + line.subtotal_tax) / Fraction(line.quantity), 1, 1, Rounding.HALF_UP)
    days = (terms.redemption.valid_days if terms.redemption else None) or VALID_DAYS
    name = line.variant_id or line.product_id
    return Purchase(name, points, price, line.price_points is None, days)


def purchase_coupon(
    redeemed: Redeemed, bought: Purchase, terms: Terms, email: str | None, expires_at: datetime
) -> IssueCoupon:
    """The coupon that stands for the piece."""
    description = f"{bought.name}: {redeemed.points} points of {terms.name}"
    whole = IssueCoupon(redeemed.id, redeemed.code, 0, terms.currency, 0, email, expires_at, description)
    one = replace(whole, products=(bought.name,), pieces=1)
    return replace(one, amount=bought.price) if bought.by_amount else replace(one, percent=100)
