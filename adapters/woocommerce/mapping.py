"""From WooCommerce's order to ours.

The rule kept here: figures are carried over as the store states them, never recomputed, and what makes no sense is
Rejected with field, value and mend. The store's `total` stays what was once paid; refunds stand beside it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from adapters.woocommerce.payloads import (
    Billing,
    CouponLine,
    FeeLine,
    LineItem,
    OrderPayload,
    RefundItem,
    RefundPayload,
    Shipping,
    ShippingLine,
)
from connector.adapter import Rejected
from connector.core.commerce import (
    Buyer,
    Charge,
    ChargeKind,
    Contact,
    CouponUse,
    Line,
    Order,
    Refund,
    RefundLine,
    Stage,
    Tender,
    TenderKind,
)
from connector.core.money import UnknownCurrency, exponent, to_minor

_STAGES = {
    "auto-draft": Stage.DRAFT,
    "checkout-draft": Stage.DRAFT,
    "pending": Stage.OPEN,
    "on-hold": Stage.OPEN,
    "processing": Stage.PAID,
    "completed": Stage.COMPLETED,
    "cancelled": Stage.CANCELLED,
    "failed": Stage.CANCELLED,
    "refunded": Stage.REFUNDED,
    "trash": Stage.DELETED,
}
_CHANNELS = {"pos-rest-api": "pos"}  # everything else came over the web


def to_order(payload: OrderPayload, refunds: Sequence[RefundPayload], observed_at: datetime) -> Order:
    """The order with its refunds in full, as /orders/{id}/refunds lists them. Raises Rejected.

    A payload that tells of refunds says too little about them, so their list must be read first.
    """
    what = f"Order {payload.id}"
    currency = payload.currency
    try:
        exponent(currency)
    except UnknownCurrency:
        raise Rejected(
            f"{what}: currency: {currency[:10]!r} is not an ISO 4217 code. Mend the order's currency in the store."
        ) from None
    if payload.total < 0:
        raise Rejected(
            f"{what}: total: {payload.total} is below zero. Mend the order in the store: a fee or discount takes off "
            "more than the order costs."
        )
    if not payload.status:
        raise Rejected(f"{what}: status: it is empty. Give the order a status in the store.")
    placed = payload.date_created_gmt.at or payload.date_modified_gmt.at
    if placed is None:
        raise Rejected(f"{what}: date_created_gmt: it is empty. Give the order a date in the store.")
    tenders = tuple(
        Tender(TenderKind.GIFT_CARD, to_minor(card.amount, currency), card.code) for card in payload.gift_cards or ()
    )
    return Order(
        id=str(payload.id),
        number=str(payload.number or payload.id),
        status=payload.status,
        stage=_stage(payload),
        placed_at=placed,
        modified_at=payload.date_modified_gmt.at or placed,
        observed_at=observed_at,
        currency=currency,
        buyer=_buyer(payload),
        total=to_minor(payload.total, currency) + sum(tender.amount for tender in tenders),
        total_tax=to_minor(payload.total_tax, currency),
        lines=tuple(_line(item, currency) for item in payload.line_items),
        charges=tuple(_charges(payload)),
        coupons=tuple(_coupon(line, currency) for line in payload.coupon_lines),
        refunds=tuple(_refund(refund, currency, what) for refund in refunds),
        paid_at=payload.date_paid_gmt.at,
        completed_at=payload.date_completed_gmt.at,
        tenders=tenders,
        channel=_CHANNELS.get(payload.created_via or "", "web"),
    )


def _stage(payload: OrderPayload) -> Stage:
    """Plugins add statuses of their own ("packed", "deposit-paid"): for those, a date of payment decides."""
    unknown = Stage.PAID if payload.date_paid_gmt.at else Stage.OPEN
    return _STAGES.get(payload.status, unknown)


def _buyer(payload: OrderPayload) -> Buyer:
    billing = payload.billing if isinstance(payload.billing, Billing) else Billing()
    return Buyer(
        customer_id=str(payload.customer_id) if payload.customer_id else None,
        email=(billing.email or "").strip() or None,
        name=f"{billing.first_name or ''} {billing.last_name or ''}".strip(),
        contacts=tuple(contacts(billing, payload.shipping)),
    )


def contacts(billing: Billing | list[None] | None, shipping: Shipping | list[None] | None = None) -> Iterator[Contact]:
    """Where the buyer is to be found; what says nothing is left out."""
    if isinstance(billing, Billing) and (billing.phone or billing.address_1):
        yield Contact(billing.phone or "", billing.address_1 or "", billing.postcode or "", billing.country or "")
    if isinstance(shipping, Shipping) and shipping.address_1:
        yield Contact("", shipping.address_1, shipping.postcode or "", shipping.country or "")


def _line(item: LineItem, currency: str) -> Line:
    return Line(
        id=str(item.id),
        product_id=str(item.product_id or ""),
        variant_id=str(item.variation_id) if item.variation_id else None,
        sku=item.sku or None,
        name=item.name or "",
        quantity=Decimal(item.quantity),
        subtotal=to_minor(item.subtotal, currency),
        subtotal_tax=to_minor(item.subtotal_tax, currency),
        total=to_minor(item.total, currency),
        total_tax=to_minor(item.total_tax, currency),
    )


def _charges(payload: OrderPayload) -> Iterator[Charge]:
    for line in payload.shipping_lines:
        yield _charge(line, ChargeKind.SHIPPING, line.method_title, payload.currency)
    for fee in payload.fee_lines:
        yield _charge(fee, ChargeKind.FEE, fee.name, payload.currency)


def _charge(line: ShippingLine | FeeLine, kind: ChargeKind, title: str | None, currency: str) -> Charge:
    return Charge(
        id=str(line.id),
        kind=kind,
        title=title or "",
        total=to_minor(line.total, currency),
        total_tax=to_minor(line.total_tax, currency),
    )


def _coupon(line: CouponLine, currency: str) -> CouponUse:
    # The two parts are rounded as one: 4.2 and 0.8 are a coupon of 5.00.
    return CouponUse(code=line.code, discount=to_minor(Decimal(line.discount) + line.discount_tax, currency))


def _refund(payload: RefundPayload, currency: str, what: str) -> Refund:
    refunded_at = payload.date_created_gmt.at
    if refunded_at is None:
        raise Rejected(f"{what}: refund {payload.id}: date_created_gmt: it is empty. Delete the refund and redo it.")
    if payload.amount < 0:
        raise Rejected(f"{what}: refund {payload.id}: amount: {payload.amount} is below zero. Delete it and redo it.")
    items = [*payload.line_items, *payload.shipping_lines, *payload.fee_lines]
    return Refund(
        id=str(payload.id),
        refunded_at=refunded_at,
        amount=to_minor(payload.amount, currency),
        lines=tuple(_refund_lines(items, currency)),
        reason=payload.reason or "",
    )


def _refund_lines(items: Sequence[RefundItem], currency: str) -> Iterator[RefundLine]:
    """Negative in the store, positive with us. What names no line stays a mere part of the amount."""
    for item in items:
        if item.refunded_item_id and (item.total or item.total_tax or item.quantity):
            yield RefundLine(
                item_id=item.refunded_item_id,
                quantity=abs(Decimal(item.quantity)),
                total=-to_minor(item.total, currency),
                total_tax=-to_minor(item.total_tax, currency),
            )
