"""Refunds: money given back for an order, by amount, by line, or both.

The rule kept here: a refund never changes its order's total; refunding all that is left makes the order refunded. What
costs nothing can be given back for nothing, and until it is, an order that holds such a thing is refunded in part.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from . import orders
from .errors import RestError, invalid_id
from .lines import amount as parse_amount
from .money import cents
from .records import ZERO, FeeLine, Order, ProductLine, Refund, ShippingLine
from .shop import Shop

Line = TypeVar("Line", ProductLine, ShippingLine, FeeLine)


def find(shop: Shop, order_id: int, refund_id: int) -> Refund:
    shop.find_order(order_id)
    if refund := shop.refunds.get(order_id, {}).get(refund_id):
        return refund
    raise invalid_id("shop_order_refund")


def create(shop: Shop, order_id: int, body: dict[str, Any], *, at: int | None = None) -> Refund:
    order = shop.orders.get(order_id)
    if order is None:
        # The real store forgets to wrap this status, and so answers 500.
        raise RestError(500, "woocommerce_rest_invalid_order_id", "Invalid order ID.", 404)
    entries = {int(entry["id"]): entry for entry in body.get("line_items") or []}
    amount = cents(_amount(body, entries))
    if amount < 0:
        message = "Refund amount must be greater than zero."
        raise RestError(400, "woocommerce_rest_invalid_order_refund", message)
    rest = orders.remaining(shop, order)
    if amount > rest:
        message = "Invalid refund amount."
        raise RestError(500, "woocommerce_rest_cannot_create_order_refund", message, 500)
    now = shop.now() if at is None else at
    refund = Refund(shop.next_id("post"), order.id, amount, str(body.get("reason") or ""), now)
    _take_back(shop, order, refund, entries)
    kind = "full" if amount == rest and not _free_pieces_left(shop, order, refund) else "partial"
    shop.write_meta(refund.meta, [{"key": "_refund_type", "value": kind}], "order_meta")
    shop.write_meta(refund.meta, body.get("meta_data") or [], "order_meta")
    shop.refunds.setdefault(order.id, {})[refund.id] = refund
    order.modified = now
    if kind == "full":
        orders.set_status(shop, order, "refunded", now)
    shop.fire("order.updated", order.id)
    shop.fire("action.woocommerce_order_refunded", order.id)
    return refund


def delete(shop: Shop, order_id: int, refund_id: int) -> Refund:
    """Taking a refund back leaves the order's date and status as they are, and is told to nobody."""
    refund = find(shop, order_id, refund_id)
    del shop.refunds[order_id][refund_id]
    return refund


def entries_for(order: Order, quantities: Mapping[int, int]) -> list[dict[str, Any]]:
    """The `line_items` that refund so many pieces of each line, at what was paid for them."""
    entries: list[dict[str, Any]] = []
    for line in order.lines:
        if quantity := quantities.get(line.id, 0):
            share = Decimal(quantity) / line.quantity
            total, tax = cents(cents(line.total) * share), cents(line.total_tax * share)
            entries.append(
                {
                    "id": line.id,
                    "quantity": quantity,
                    "refund_total": str(total),
                    "refund_tax": [{"id": 1, "refund_total": str(tax)}],
                }
            )
    return entries


def _free_pieces_left(shop: Shop, order: Order, refund: Refund) -> bool:
    """Does it hold something for nothing, and are there pieces that have not come back?"""
    given_back = [line for one in (refund, *shop.refunds_of(order.id)) for line in one.lines]
    left = sum(line.quantity for line in order.lines) + sum(line.quantity for line in given_back)
    return left > 0 and any(cents(line.total) == 0 for line in order.lines)


def _amount(body: dict[str, Any], entries: dict[int, dict[str, Any]]) -> Decimal:
    if body.get("amount") is not None:
        return parse_amount(body["amount"])
    return sum((_given(entry) + _given_tax(entry) for entry in entries.values()), ZERO)


def _given(entry: dict[str, Any]) -> Decimal:
    return parse_amount(entry.get("refund_total"))


def _given_tax(entry: dict[str, Any]) -> Decimal:
    return sum((parse_amount(tax.get("refund_total")) for tax in entry.get("refund_tax") or []), ZERO)


def _take_back(shop: Shop, order: Order, refund: Refund, entries: dict[int, dict[str, Any]]) -> None:
    for line in order.lines:
        if entry := entries.get(line.id):
            total, tax = -_given(entry), -_given_tax(entry)
            taken = ProductLine(
                id=shop.next_id("item"),
                product_id=line.product_id,
                name=line.name,
                sku=line.sku,
                quantity=-int(entry.get("quantity") or 0),
                subtotal=total,
                total=total,
                subtotal_tax=tax,
                total_tax=tax,
            )
            refund.lines.append(_pointing_at(shop, line.id, taken))
    for shipping in order.shipping_lines:
        if entry := entries.get(shipping.id):
            given_back = ShippingLine(
                shop.next_id("item"), shipping.method_id, shipping.method_title, -_given(entry), -_given_tax(entry)
            )
            refund.shipping_lines.append(_pointing_at(shop, shipping.id, given_back))
    for fee in order.fee_lines:
        if entry := entries.get(fee.id):
            waived = FeeLine(shop.next_id("item"), fee.name, -_given(entry), -_given_tax(entry), fee.tax_status)
            refund.fee_lines.append(_pointing_at(shop, fee.id, waived))
    if refund.cart_tax or refund.shipping_tax:
        refund.tax_line_id = shop.next_id("item")


def _pointing_at(shop: Shop, line_id: int, line: Line) -> Line:
    shop.write_meta(line.meta, [{"key": "_refunded_item_id", "value": str(line_id)}], "item_meta")
    return line
