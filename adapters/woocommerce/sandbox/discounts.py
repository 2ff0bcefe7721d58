"""How a coupon's discount is spread over the lines of an order.

The rule kept here: counted in whole cents of prices that include tax, the dearest lines first; the tax within each
share is worked out afterwards.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from .coupons import CART_TYPES, fits_product, product_of
from .money import included_tax, net, round_tax, stored
from .records import ZERO, Coupon, Order, ProductLine
from .shop import Shop

ONE = Decimal(1)


@dataclass
class _Share:
    line: ProductLine
    price: Decimal
    """In cents, tax included, for the whole quantity."""
    discount: Decimal = ZERO
    """Of all coupons so far."""

    @property
    def left(self) -> Decimal:
        return (self.price - self.discount).quantize(ONE, ROUND_HALF_UP)


class _Spread:
    """One coupon's discount over the shares it may touch."""

    def __init__(self, coupon: Coupon, shares: list[_Share]) -> None:
        self.coupon = coupon
        self.shares = shares
        self.given: dict[int, Decimal] = {}

    def give(self, share: _Share, discount: Decimal) -> Decimal:
        share.discount += discount
        self.given[share.line.id] = self.given.get(share.line.id, ZERO) + discount
        return discount

    def run(self) -> None:
        if self.coupon.discount_type == "percent":
            self._percent()
        elif self.coupon.discount_type == "fixed_product":
            self._fixed_product(self.coupon.amount * 100)
        else:
            self._fixed_cart(self.coupon.amount * 100)

    def _percent(self) -> None:
        rate = self.coupon.amount / 100
        base = total = ZERO
        limit = self.coupon.limit_usage_to_x_items
        for share in self.shares:
            quantity, limit = _take(share.line.quantity, limit)
            price = share.price.quantize(ONE, ROUND_HALF_UP) / share.line.quantity * quantity
            discount = min(share.left, (price * rate).quantize(ONE, ROUND_FLOOR))
            base += price
            total += self.give(share, discount)
        self._remainder((base * rate).quantize(ONE, ROUND_HALF_DOWN) - total)

    def _fixed_product(self, each: Decimal) -> Decimal:
        total = ZERO
        limit = self.coupon.limit_usage_to_x_items
        for share in self.shares:
            quantity, limit = _take(share.line.quantity, limit)
            per_item = each if limit is None else min(each, share.price / share.line.quantity)
            total += self.give(share, min(share.left, per_item * quantity))
        return total

    def _fixed_cart(self, amount: Decimal) -> None:
        """Evenly over the items, again and again for what is left, and the last cents one by one."""
        while amount > 0:
            self.shares = [share for share in self.shares if share.left > 0]
            items = sum(share.line.quantity for share in self.shares)
            if not items:
                return
            each = (amount / items).quantize(ONE, ROUND_FLOOR)
            if each == 0:
                self._remainder(amount)
                return
            given = self._fixed_product(each)
            if given == 0:
                return
            amount -= given

    def _remainder(self, amount: Decimal) -> None:
        for share in self.shares:
            for _ in range(share.line.quantity):
                if amount <= 0:
                    return
                amount -= self.give(share, min(share.left, ONE))


def _take(quantity: int, limit: int | None) -> tuple[int, int | None]:
    """How many of a line's items the coupon still reaches, and what remains of its limit."""
    if limit is None:
        return quantity, None
    taken = min(quantity, limit)
    return taken, limit - taken


def apply(shop: Shop, order: Order, coupons: dict[str, Coupon]) -> None:
    """Discounts the lines of an order anew and says in its coupon lines what each coupon gave."""
    shares = [_Share(line, (line.subtotal + line.subtotal_tax) * 100) for line in order.lines if line.quantity > 0]
    shares.sort(key=lambda share: share.price * share.line.quantity, reverse=True)
    for coupon_line in order.coupon_lines:
        coupon = coupons[coupon_line.code]
        spread = _Spread(coupon, [share for share in shares if share.left > 0 and _reaches(shop, coupon, share)])
        spread.run()
        taxes = [round_tax(included_tax(given / 100)) for given in spread.given.values()]
        coupon_line.discount_tax = sum(taxes, ZERO)
        coupon_line.discount = sum(spread.given.values(), ZERO) / 100 - coupon_line.discount_tax
    for share in shares:
        share.line.total = stored(max(ZERO, share.line.subtotal - net(share.discount / 100)))


def _reaches(shop: Shop, coupon: Coupon, share: _Share) -> bool:
    return coupon.discount_type in CART_TYPES or fits_product(shop, coupon, product_of(shop, share.line))
