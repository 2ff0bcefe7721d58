"""From Shopify's order to ours.

The rule kept here: figures are the store's, in the shop's own currency, as they were ordered; what was given back or
taken off since stands beside them as refunds (`refunds.py`). Shopify states a line before discounts, with the tax in it
where the shop's prices are with tax; the rest follows by subtraction, and nothing is rounded twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

from adapters.shopify.address import number
from adapters.shopify.own_cards import OwnCards, card_of
from adapters.shopify.payloads import NOTHING, Allocation, Bag, LineItem, OrderPayload, ShippingLine, TaxLine
from adapters.shopify.refunds import refunds
from connector.adapter import Rejected
from connector.core.commerce import (
    Buyer,
    Charge,
    ChargeKind,
    CouponUse,
    Line,
    Order,
    Promotion,
    Stage,
    Tender,
    TenderKind,
)
from connector.core.money import UnknownCurrency, exponent, spread, to_minor

TEST, CANCELLED = "test", "cancelled"  # our words in `status`, where Shopify has a flag and a date
_STAGES = {
    "PAID": Stage.PAID,
    "PARTIALLY_REFUNDED": Stage.PAID,
    "REFUNDED": Stage.REFUNDED,
    "VOIDED": Stage.CANCELLED,
}
_DELIVERED = frozenset({"FULFILLED", "FULFILLMENT_NOT_REQUIRED"})
_TENDERS = {
    "gift_card": TenderKind.GIFT_CARD,
    "shopify_store_credit": TenderKind.STORE_CREDIT,
    "store_credit": TenderKind.STORE_CREDIT,
}
_TAKEN = frozenset({"SALE", "CAPTURE"})
_NOBODY_TYPED = frozenset({"AutomaticDiscountApplication", "ScriptDiscountApplication"})
_BY_CODE = "DiscountCodeApplication"
_TIP = "tip"


@dataclass(frozen=True, slots=True)
class _Priced:
    """A line's figures: net and tax before discounts and after them, and who took off how much, with tax."""

    subtotal: int
    subtotal_tax: int
    total: int
    total_tax: int
    discounts: tuple[tuple[Allocation, int], ...]


def to_order(payload: OrderPayload, observed_at: datetime, own: OwnCards = MappingProxyType({})) -> Order:
    """The order; its lists must be whole (`nested.py`). Raises Rejected."""
    what = f"Order {payload.number}"
    currency = payload.currency_code
    try:
        exponent(currency)
    except UnknownCurrency:
        raise Rejected(f"{what}: currencyCode: {currency[:10]!r} is not an ISO 4217 code.") from None
    total = to_minor(payload.total_price_set.amount, currency)
    if total < 0:
        raise Rejected(f"{what}: totalPriceSet: {payload.total_price_set.amount} is below zero.")
    items = [(item, _priced(item, payload)) for item in payload.line_items.nodes]
    shipping = [(line, _shipped(line, payload)) for line in _shipping(payload)]
    lines, charges = _tips_apart(
        [_line(item, priced) for item, priced in items],
        [*(_carriage(line, priced, at) for at, (line, priced) in enumerate(shipping)), *_fees(payload)],
        to_minor(payload.total_tip_received_set.amount, currency),
        total,
    )
    given_back = refunds(payload, lines)
    received = to_minor(payload.total_received_set.amount, currency)
    stage = _stage(payload)
    return Order(
        id=payload.number,
        number=payload.name,
        status=_status(payload),
        stage=stage,
        placed_at=_utc(payload.processed_at),
        modified_at=_utc(payload.updated_at),
        observed_at=observed_at,
        currency=currency,
        buyer=_buyer(payload),
        total=total,
        total_tax=to_minor((payload.total_tax_set or NOTHING).amount, currency),
        lines=tuple(lines),
        charges=tuple(charges),
        coupons=tuple(_coupons(payload, [priced for _, priced in (*items, *shipping)])),
        refunds=given_back.refunds,
        paid_at=_paid_at(payload),
        captured=max(received, min(received + given_back.never_paid, total)),
        tenders=tuple(_tenders(payload, own)),
        channel="pos" if payload.source_name == "pos" else "web",
    )


def _status(payload: OrderPayload) -> str:
    """The store's word for how far it is paid, unless it is a test or cancelled, which Shopify says apart from that."""
    if payload.test:
        return TEST
    if payload.cancelled_at:
        return CANCELLED
    return (payload.display_financial_status or ("PAID" if payload.fully_paid else "PENDING")).lower()


def _stage(payload: OrderPayload) -> Stage:
    if payload.test:
        return Stage.DRAFT
    if payload.cancelled_at:
        return Stage.CANCELLED
    paid = Stage.PAID if payload.fully_paid and payload.display_financial_status is None else Stage.OPEN
    stage = _STAGES.get(payload.display_financial_status or "", paid)
    return Stage.COMPLETED if stage is Stage.PAID and payload.display_fulfillment_status in _DELIVERED else stage


def _paid_at(payload: OrderPayload) -> datetime | None:
    """When the last of the money came; an order that costs nothing is paid when it is placed."""
    if _stage(payload) not in (Stage.PAID, Stage.COMPLETED, Stage.REFUNDED) and not payload.fully_paid:
        return None
    taken = [one.processed_at for one in payload.transactions if one.kind in _TAKEN and one.status == "SUCCESS"]
    return _utc(max((at for at in taken if at), default=payload.processed_at))


def _buyer(payload: OrderPayload) -> Buyer:
    email = (payload.email or "").strip() or None
    customer = payload.customer
    who = customer or payload.billing_address
    name = f"{who.first_name or ''} {who.last_name or ''}".strip() if who else ""
    if customer is None:
        return Buyer(None, email, name)
    own = customer.default_email_address.email_address if customer.default_email_address else None
    is_own = own is not None and (email is None or email.lower() == own.lower())
    return Buyer(
        customer_id=customer.number,
        email=email or own,
        name=name,
        groups=tuple(customer.tags),
        verified=customer.verified_email and is_own,
    )


def _line(item: LineItem, priced: _Priced) -> Line:
    automatic = any(
        taken and allocation.discount_application.typename in _NOBODY_TYPED for allocation, taken in priced.discounts
    )
    return Line(
        id=item.number,
        product_id=item.product.number if item.product else "",
        variant_id=item.variant.number if item.variant else None,
        sku=item.sku or None,
        name=item.name,
        quantity=Decimal(item.quantity),
        subtotal=priced.subtotal,
        subtotal_tax=priced.subtotal_tax,
        total=priced.total,
        total_tax=priced.total_tax,
        promotions=(Promotion.AUTOMATIC,) if automatic else (),
        gift_card=item.is_gift_card,
    )


def _priced(item: LineItem, payload: OrderPayload) -> _Priced:
    return _figures(item.original_total_set, item.discount_allocations, item.tax_lines, payload)


def _shipped(line: ShippingLine, payload: OrderPayload) -> _Priced:
    return _figures(line.original_price_set, line.discount_allocations, line.tax_lines, payload)


def _figures(
    stated: Bag, allocations: Sequence[Allocation], taxes: Sequence[TaxLine], payload: OrderPayload
) -> _Priced:
    """Tax is stated after discounts only; before them it is in proportion."""
    currency = payload.currency_code
    before = to_minor(stated.amount, currency)
    taken = [to_minor(one.allocated_amount_set.amount, currency) for one in allocations]
    after = before - sum(taken)
    tax = to_minor(sum((one.price_set.amount for one in taxes), Decimal(0)), currency)
    tax_before = _in_proportion(tax, before, after)
    included = payload.taxes_included
    subtotal, total = (before - tax_before, after - tax) if included else (before, after)
    off = subtotal + tax_before - total - tax
    shares = spread(off, taken) if taken and off >= 0 else taken
    return _Priced(subtotal, tax_before, total, tax, tuple(zip(allocations, shares, strict=True)))


def _in_proportion(tax: int, before: int, after: int) -> int:
    return (2 * tax * before + after) // (2 * after) if after > 0 else tax


def _shipping(payload: OrderPayload) -> list[ShippingLine]:
    """Those of the order; one that was taken off counts only if a refund speaks of it."""
    named = {line.shipping_line.id for refund in payload.refunds for line in refund.refund_shipping_lines.nodes}
    return [line for line in payload.shipping_lines.nodes if not line.is_removed or line.id in named]


def _carriage(line: ShippingLine, priced: _Priced, at: int) -> Charge:
    name = number(line.id) if line.id else str(at)
    return Charge(f"shipping/{name}", ChargeKind.SHIPPING, line.title, priced.total, priced.total_tax)


def _fees(payload: OrderPayload) -> Iterator[Charge]:
    for name, bag in (
        ("duties", payload.original_total_duties_set),
        ("fees", payload.original_total_additional_fees_set),
    ):
        if bag is not None and bag.amount:
            yield Charge(name, ChargeKind.FEE, name, to_minor(bag.amount, payload.currency_code), 0)


def _tips_apart(lines: list[Line], charges: list[Charge], tip: int, total: int) -> tuple[list[Line], list[Charge]]:
    """A tip is not goods. Shopify tells its sum; some checkouts put it among the lines too, as a line of no product."""
    if not tip:
        return lines, charges
    told = sum(line.paid for line in lines) + sum(charge.total + charge.total_tax for charge in charges)
    among = [line for line in lines if not line.product_id and line.paid == tip and told == total]
    for line in among[:1]:
        return [one for one in lines if one is not line], [*charges, Charge(line.id, ChargeKind.FEE, line.name, tip, 0)]
    return lines, [*charges, Charge(_TIP, ChargeKind.FEE, _TIP, tip, 0)]


def _coupons(payload: OrderPayload, priced: Sequence[_Priced]) -> Iterator[CouponUse]:
    """Every code on the order, also one that took off nothing, in the order's own spelling."""
    taken: dict[str, int] = defaultdict(int)
    for code in payload.discount_codes:
        taken[code] = 0
    spelt = {code.lower(): code for code in payload.discount_codes}
    for allocation, share in (one for figures in priced for one in figures.discounts):
        application = allocation.discount_application
        code = application.code or application.title or ""
        if application.typename == _BY_CODE or code.lower() in spelt:
            taken[spelt.get(code.lower(), code)] += share
    for code, discount in taken.items():
        yield CouponUse(code, discount)


def _tenders(payload: OrderPayload, own: OwnCards) -> Iterator[Tender]:
    """What was paid with gift cards and store credit; it lowers no total and shows in the payments alone."""
    paid: dict[tuple[TenderKind, str | None], int] = defaultdict(int)
    for one in payload.transactions:
        kind = _TENDERS.get(one.gateway or "")
        if kind and one.kind in _TAKEN and one.status == "SUCCESS":
            reference = own.get(card_of(one) or "") if kind is TenderKind.GIFT_CARD else None
            paid[kind, reference] += to_minor(one.amount_set.amount, payload.currency_code)
    for (kind, reference), amount in paid.items():
        yield Tender(kind, amount, reference=reference)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
