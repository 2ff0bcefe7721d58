"""What an order costs, has cost and has been paid, worked out from its facts.

The rule kept here: "original" is before anything was given back, "current" is after; a sum for some pieces of a line is
the difference of two rounded shares, so that the pieces always add up to the line. Paying by gift card lowers no price.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .records import ZERO, Allocation, Line, Order, Refund, ShippingLine

CENT = Decimal("0.01")
WITHOUT_CENTS = frozenset({"JPY", "KRW", "HUF", "CLP", "ISK", "VND"})


def rounded(amount: Decimal, currency: str = "EUR") -> Decimal:
    return amount.quantize(Decimal(1) if currency in WITHOUT_CENTS else CENT, ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """At least one digit after the point, and no zeros beyond it: 15.0, 25.98."""
    text = format(amount.normalize() + 0, "f")
    return text if "." in text else f"{text}.0"


def money(amount: Decimal, currency: str) -> dict[str, Any]:
    return {"__typename": "MoneyV2", "amount": shown(amount), "currencyCode": currency}


def bag(order: Order, amount: Decimal, currency: str) -> dict[str, Any]:
    presented = rounded(amount * order.rate, order.presentment_currency)
    return {
        "__typename": "MoneyBag",
        "shopMoney": money(amount, currency),
        "presentmentMoney": money(presented, order.presentment_currency),
    }


def given(allocations: Iterable[Allocation]) -> Decimal:
    return sum((allocation.amount for allocation in allocations), ZERO)


def line_original(line: Line) -> Decimal:
    return line.unit_price * line.quantity


def line_paid(line: Line) -> Decimal:
    return line_original(line) - given(line.allocations)


def tax_in(order: Order, amount: Decimal, *, taxable: bool = True) -> Decimal:
    if not taxable or not order.tax_percent:
        return ZERO
    whole = 100 + order.tax_percent if order.taxes_included else Decimal(100)
    return rounded(amount * order.tax_percent / whole)


def line_tax(order: Order, line: Line) -> Decimal:
    return tax_in(order, line_paid(line), taxable=line.taxable)


def share(amount: Decimal, pieces: int, of: int) -> Decimal:
    return rounded(amount * pieces / of)


def refunded_pieces(order: Order, line: Line) -> int:
    return sum(piece.quantity for refund in order.refunds for piece in refund.lines if piece.line_id == line.id)


def current_pieces(order: Order, line: Line) -> int:
    return line.quantity - line.removed - refunded_pieces(order, line)


def line_current(order: Order, line: Line) -> Decimal:
    """Each refund took its share when it was made, and the rest is what is left of the line."""
    taken = sum((piece.subtotal for r in order.refunds for piece in r.lines if piece.line_id == line.id), ZERO)
    return line_paid(line) - taken - share(line_paid(line), line.removed, line.quantity)


def line_current_tax(order: Order, line: Line) -> Decimal:
    taken = sum((piece.tax for r in order.refunds for piece in r.lines if piece.line_id == line.id), ZERO)
    return line_tax(order, line) - taken - share(line_tax(order, line), line.removed, line.quantity)


def shipping_paid(line: ShippingLine) -> Decimal:
    return line.price - given(line.allocations)


def shipping(order: Order) -> Decimal:
    return sum((shipping_paid(line) for line in order.shipping_lines), ZERO)


def shipping_tax(order: Order) -> Decimal:
    return sum((tax_in(order, shipping_paid(line)) for line in order.shipping_lines), ZERO)


def shipping_refunded(order: Order) -> Decimal:
    return sum((line.subtotal for refund in order.refunds for line in refund.shipping), ZERO)


def subtotal(order: Order) -> Decimal:
    return sum((line_paid(line) for line in order.lines), ZERO)


def current_subtotal(order: Order) -> Decimal:
    return sum((line_current(order, line) for line in order.lines), ZERO)


def tax(order: Order) -> Decimal:
    return sum((line_tax(order, line) for line in order.lines), ZERO) + shipping_tax(order)


def current_tax(order: Order) -> Decimal:
    back = sum((line.tax for refund in order.refunds for line in refund.shipping), ZERO)
    return sum((line_current_tax(order, line) for line in order.lines), ZERO) + shipping_tax(order) - back


def total(order: Order) -> Decimal:
    return subtotal(order) + shipping(order) + order.tip + (ZERO if order.taxes_included else tax(order))


def current_total(order: Order) -> Decimal:
    added = ZERO if order.taxes_included else current_tax(order)
    adjusted = sum((a.amount for refund in order.refunds for a in refund.adjustments), ZERO)
    return current_subtotal(order) + shipping(order) - shipping_refunded(order) + order.tip + added + adjusted


def discounts(order: Order) -> Decimal:
    on_shipping = sum((given(line.allocations) for line in order.shipping_lines), ZERO)
    return sum((given(line.allocations) for line in order.lines), ZERO) + on_shipping


def current_discounts(order: Order) -> Decimal:
    lines = [share(given(line.allocations), current_pieces(order, line), line.quantity) for line in order.lines]
    return sum(lines, ZERO) + sum((given(line.allocations) for line in order.shipping_lines), ZERO)


def received(order: Order) -> Decimal:
    return sum((t.amount for t in order.transactions if t.kind in ("SALE", "CAPTURE") and t.status == "SUCCESS"), ZERO)


def refunded(order: Order) -> Decimal:
    return sum((t.amount for t in order.transactions if t.kind == "REFUND" and t.status == "SUCCESS"), ZERO)


def refund_total(order: Order, refund: Refund) -> Decimal:
    return sum((t.amount for t in order.transactions if t.id in refund.transaction_ids), ZERO)


def outstanding(order: Order) -> Decimal:
    return max(ZERO, current_total(order) - (received(order) - refunded(order)))


def financial_status(order: Order) -> str:
    if any(t.kind == "VOID" for t in order.transactions):
        return "VOIDED"
    paid, back = received(order), refunded(order)
    if not paid and total(order):
        return "AUTHORIZED" if any(t.kind == "AUTHORIZATION" for t in order.transactions) else "PENDING"
    if back:
        return "REFUNDED" if back >= paid else "PARTIALLY_REFUNDED"
    return "PAID" if paid >= current_total(order) else "PARTIALLY_PAID"
