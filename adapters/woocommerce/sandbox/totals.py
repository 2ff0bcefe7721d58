"""What an order costs: lines, shipping and fees with their taxes, and what the coupons took off.

The rule kept here: every total is a sum of amounts already rounded to cents, so that the parts always add up.
"""

from . import discounts
from .coupons import by_code
from .money import TAX_PERCENT, cents, round_tax, tax_on
from .records import ZERO, Coupon, CouponLine, Order, tax_of
from .shop import Shop


def recalculate(shop: Shop, order: Order) -> None:
    for line in order.lines:
        line.subtotal_tax = tax_on(line.subtotal)
    if order.coupon_lines:
        discounts.apply(shop, order, {line.code: _coupon_of(shop, line) for line in order.coupon_lines})
    for line in order.lines:
        line.total_tax = tax_on(line.total)
    for shipping in order.shipping_lines:
        shipping.total_tax = tax_on(shipping.total)
    for fee in order.fee_lines:
        fee.total_tax = tax_on(fee.total) if fee.tax_status == "taxable" else ZERO
    if not order.tax_line_id and (order.lines or order.shipping_lines or order.fee_lines):
        order.tax_line_id = shop.next_id("item")
    _add_up(order)


def _add_up(order: Order) -> None:
    subtotal = sum((cents(line.subtotal) for line in order.lines), ZERO)
    lines = sum((cents(line.total) for line in order.lines), ZERO)
    fees = sum((cents(fee.total) for fee in order.fee_lines), ZERO)
    order.discount_total = subtotal - lines
    order.discount_tax = round_tax(
        sum(((line.subtotal - line.total) * TAX_PERCENT / 100 for line in order.lines), ZERO)
    )
    order.shipping_total = sum((cents(line.total) for line in order.shipping_lines), ZERO)
    order.shipping_tax = tax_of(order.shipping_lines)
    order.cart_tax = tax_of(order.lines) + tax_of(order.fee_lines)
    order.total = max(ZERO, lines + fees + order.shipping_total + order.cart_tax + order.shipping_tax)
    order.total -= sum((line.amount for line in order.gift_card_lines), ZERO)


def _coupon_of(shop: Shop, line: CouponLine) -> Coupon:
    """A coupon that has been deleted since lives on in the orders that used it."""
    return by_code(shop, line.code) or Coupon(
        id=line.coupon_id,
        code=line.code,
        created=0,
        modified=0,
        amount=line.nominal_amount,
        discount_type=line.discount_type,
    )
