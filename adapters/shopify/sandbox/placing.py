"""Orders: placing, paying, editing, cancelling, refunding.

The rule kept here: a discount is spread over the lines it is meant for to the last cent, each share by what the line
costs; every change moves the order's date and is told of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from . import money
from .records import (
    ZERO,
    Adjustment,
    Allocation,
    Application,
    Line,
    Order,
    Refund,
    RefundLine,
    RefundShipping,
    ShippingLine,
    Transaction,
)
from .shop import FIRST_ORDER_NUMBER, Shop

Receipt = dict[str, int | str]
Payments = Sequence[tuple[str, Decimal] | tuple[str, Decimal, Receipt]]  # gateway, amount, and what it wrote of it

GATEWAY = "shopify_payments"
POS = "pos"


def order_lines(shop: Shop, items: Mapping[int, int]) -> list[Line]:
    """`items` is variant id to pieces."""
    lines = []
    for variant_id, pieces in items.items():
        variant = shop.books.variants[variant_id]
        product = shop.books.products[variant.product_id]
        lines.append(
            Line(
                shop.next_id("LineItem"),
                product.title,
                pieces,
                variant.price,
                product_id=product.id,
                variant_id=variant.id,
                sku=variant.sku,
                is_gift_card=product.is_gift_card,
                taxable=not product.is_gift_card,
            )
        )
    return lines


def place_order(
    shop: Shop,
    items: Mapping[int, int],
    *,
    customer_id: int | None = None,
    email: str | None = None,
    applications: Sequence[Application] = (),
    shipping: Decimal | None = None,
    tip: Decimal = ZERO,
    currency: str | None = None,
    source_name: str = "web",
    location_id: int | None = None,
    payments: Payments | None = None,
    paid: bool = True,
    test: bool = False,
    tags: Sequence[str] = (),
    note: str | None = None,
) -> Order:
    """`payments` are what was paid with; without them the whole is paid by card, or not yet."""
    now, currency = shop.now(), currency or shop.terms.currency
    customer = shop.books.customers.get(customer_id) if customer_id else None
    order = Order(
        shop.next_id("Order"),
        0,
        now,
        now,
        now,
        currency,
        shop.rate(currency),
        customer_id=customer_id,
        email=email or (customer.email if customer else None),
        taxes_included=shop.terms.taxes_included,
        tax_percent=shop.terms.tax_percent,
        lines=order_lines(shop, items),
        applications=[replace(given) for given in applications],
        tip=tip,
        tags=sorted(tags),
        note=note,
        source_name=source_name,
        location_id=location_id,
        test=test,
    )
    order.number = FIRST_ORDER_NUMBER + shop.books.sequences["Order"] - 1
    if shipping is not None:
        order.shipping_lines.append(ShippingLine(shop.next_id("ShippingLine"), "Standard", shipping))
    for position, application in enumerate(order.applications):
        spread(order, position, application)
    shop.books.orders[order.id] = order
    shop.tell("orders/create", order)
    if payments is not None or paid:
        pay(shop, order, payments)
    if customer:
        customer.updated_at = now
    return order


def pay(shop: Shop, order: Order, payments: Payments | None = None) -> None:
    for gateway, amount, *receipt in payments if payments is not None else [(GATEWAY, money.outstanding(order))]:
        if amount or payments is not None:
            transact(shop, order, "SALE", gateway, amount).receipt |= receipt[0] if receipt else {}
    touch(shop, order)
    if money.financial_status(order) == "PAID":
        shop.tell("orders/paid", order)


def transact(shop: Shop, order: Order, kind: str, gateway: str, amount: Decimal) -> Transaction:
    parent = next((t.id for t in order.transactions if t.kind == "SALE" and t.gateway == gateway), None)
    made = Transaction(shop.next_id("OrderTransaction"), kind, gateway, amount, shop.now(), parent_id=parent)
    order.transactions.append(made)
    return made


def spread(order: Order, position: int, application: Application) -> None:
    if application.target_type == "SHIPPING_LINE":
        for shipping in order.shipping_lines:
            off = shipping.price * application.value / 100 if application.percentage else application.value
            _allocate(shipping, position, min(money.rounded(off), money.shipping_paid(shipping)))
        return
    lines = [
        line
        for number, line in enumerate(order.lines)
        if not line.is_gift_card and (not application.line_numbers or number in application.line_numbers)
    ]
    if application.percentage or application.allocation_method == "EACH":
        for line in lines:
            off = money.line_paid(line) * application.value / 100
            each = off if application.percentage else application.value * line.quantity
            _allocate(line, position, min(money.rounded(each), money.line_paid(line)))
        return
    worth = sum((money.line_paid(line) for line in lines), ZERO)
    left, before = min(application.value, worth), worth
    for line in lines:
        part = money.rounded(left * money.line_paid(line) / before) if before else ZERO
        before -= money.line_paid(line)
        left -= part
        _allocate(line, position, part)


def refund(
    shop: Shop,
    order: Order,
    *,
    lines: Mapping[int, int] | None = None,
    shipping: bool = False,
    amount: Decimal | None = None,
    gateway: str | None = None,
    note: str | None = None,
) -> Refund:
    """By pieces of lines, with the way they came or without, or by amount, or both; else all that is left."""
    if amount is None and not lines and not shipping:
        lines = {line.id: n for line in order.lines if (n := money.current_pieces(order, line))}
        shipping = True
    made = Refund(shop.next_id("Refund"), shop.now(), note=note)
    for line in order.lines:
        if pieces := (lines or {}).get(line.id, 0):
            made.lines.append(_refund_line(shop, order, line, pieces))
    if shipping:
        for way in order.shipping_lines:
            worth = money.shipping_paid(way)
            number = shop.next_id("RefundShippingLine")
            made.shipping.append(RefundShipping(number, way.id, worth, money.tax_in(order, worth)))
    taken: list[RefundLine | RefundShipping] = [*made.lines, *made.shipping]
    worth = sum((part.subtotal for part in taken), ZERO)
    if not order.taxes_included:
        worth += sum((part.tax for part in taken), ZERO)
    paid_back = worth if amount is None else amount
    left = money.received(order) - money.refunded(order)
    if paid_back > left:
        raise ValueError(f"Refund amount cannot exceed {money.shown(left)}")
    if paid_back != worth:
        made.adjustments.append(Adjustment(shop.next_id("OrderAdjustment"), worth - paid_back))
    order.refunds.append(made)
    if paid_back:
        gateway = gateway or next((t.gateway for t in order.transactions if t.kind == "SALE"), "manual")
        made.transaction_ids.append(transact(shop, order, "REFUND", gateway, paid_back).id)
    touch(shop, order)
    shop.tell("refunds/create", (order, made))
    return made


def edit(
    shop: Shop, order: Order, *, add: Mapping[int, int] | None = None, remove: Mapping[int, int] | None = None
) -> None:
    """Goods are put into a placed order or taken out of it; what is then due or too much is left so."""
    order.lines += order_lines(shop, add or {})
    for line in order.lines:
        line.removed += (remove or {}).get(line.id, 0)
    order.edited = True
    touch(shop, order)
    shop.tell("orders/edited", order)


def cancel(shop: Shop, order: Order, *, reason: str = "CUSTOMER", refund_all: bool = False) -> None:
    order.cancelled_at = order.closed_at = shop.now()
    order.cancel_reason = reason
    if refund_all and money.received(order) > money.refunded(order):
        refund(shop, order)
    elif not money.received(order):
        transact(shop, order, "VOID", "manual", ZERO)
    touch(shop, order)
    shop.tell("orders/cancelled", order)


def delete(shop: Shop, order: Order) -> None:
    del shop.books.orders[order.id]
    shop.tell("orders/delete", order)


def touch(shop: Shop, order: Order) -> None:
    order.updated_at = shop.now()
    shop.tell("orders/updated", order)


def _allocate(line: Line | ShippingLine, position: int, amount: Decimal) -> None:
    if amount:
        line.allocations.append(Allocation(position, amount))


def _refund_line(shop: Shop, order: Order, line: Line, pieces: int) -> RefundLine:
    left = money.current_pieces(order, line)
    if pieces > left:
        raise ValueError("Quantity cannot refund more items than were purchased")
    subtotal = money.share(money.line_current(order, line), pieces, left)
    tax = money.share(money.line_current_tax(order, line), pieces, left)
    return RefundLine(shop.next_id("RefundLineItem"), line.id, pieces, subtotal, tax)
