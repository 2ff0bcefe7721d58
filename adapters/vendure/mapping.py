"""From Vendure's order to ours.

The rule kept here: figures are carried over as the store states them, and what makes no sense is Rejected with
field, value and mend. Pieces that were cancelled and paid back leave the store's line and stand in its refund: we
keep them in both, so that what was once paid stays and refunds stand beside it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from adapters.vendure.groups import is_ours
from adapters.vendure.money import ours
from adapters.vendure.payloads import (
    OrderCustomer,
    OrderLine,
    OrderPayload,
    Payment,
    RefundPayload,
    ShippingLine,
    Surcharge,
)
from connector.adapter import Rejected
from connector.core.commerce import (
    Buyer,
    Charge,
    ChargeKind,
    CouponUse,
    Line,
    Order,
    Promotion,
    Refund,
    RefundLine,
    Stage,
)
from connector.core.money import UnknownCurrency, exponent, spread

_DRAFTS = frozenset({"Created", "Draft", "AddingItems", "ArrangingPayment"})
_FAILED = "Failed"  # of a refund: no money was given back


@dataclass(frozen=True, slots=True)
class _Sold:
    """A line with the pieces that were sold, whatever was cancelled and paid back since."""

    line: OrderLine
    quantity: int

    @property
    def cut(self) -> bool:
        return self.quantity != self.line.quantity

    @property
    def subtotal(self) -> tuple[int, int]:
        """Without tax, and with it."""
        line, pieces = self.line, self.quantity
        if self.cut:
            return line.unit_price * pieces, line.unit_price_with_tax * pieces
        return line.line_price, line.line_price_with_tax

    @property
    def total(self) -> tuple[int, int]:
        line, pieces = self.line, self.quantity
        if self.cut:
            return line.prorated_unit_price * pieces, line.prorated_unit_price_with_tax * pieces
        return line.prorated_line_price, line.prorated_line_price_with_tax


def to_order(payload: OrderPayload, precision: int, observed_at: datetime) -> Order:
    """`precision` is the digits of the store's money. Raises Rejected."""
    what, currency = f"Order {payload.id}", payload.currency_code
    try:
        exponent(currency)
    except UnknownCurrency:
        raise Rejected(f"{what}: currencyCode: {currency[:10]!r} is not an ISO 4217 code.") from None
    if payload.total_with_tax < 0:
        raise Rejected(
            f"{what}: totalWithTax: {payload.total_with_tax} is below zero. Mend the order in the store: a surcharge "
            "takes off more than the order costs."
        )
    money = _Money(currency, precision)
    refunds = [refund for payment in payload.payments or [] for refund in payment.refunds if refund.state != _FAILED]
    returned = Counter({part.order_line_id: part.quantity for refund in refunds for part in refund.lines})
    sold = [_Sold(line, _quantity(line, returned[line.id])) for line in payload.lines]
    lines = tuple(_line(one, payload, money) for one in sold)
    charges = tuple(_charges(payload, money))
    total, total_tax = money.pair(payload.total, payload.total_with_tax)
    if any(one.cut for one in sold):
        total = sum(line.total for line in lines) + sum(charge.total for charge in charges)
        total_tax = sum(line.total_tax for line in lines) + sum(charge.total_tax for charge in charges)
    settled = [payment for payment in payload.payments or [] if payment.state == "Settled"]
    stage = _stage(payload, settled)
    return Order(
        id=payload.id,
        number=payload.code,
        status=payload.state,
        stage=stage,
        placed_at=payload.order_placed_at or payload.created_at,
        modified_at=payload.updated_at,
        observed_at=observed_at,
        currency=currency,
        buyer=_buyer(payload.customer),
        total=total + total_tax,
        total_tax=total_tax,
        lines=lines,
        charges=charges,
        coupons=tuple(_coupons(payload, money)),
        refunds=tuple(_refund(refund, sold, money) for refund in refunds),
        paid_at=max((payment.updated_at for payment in settled), default=None),
        completed_at=_completed_at(payload) if stage is Stage.COMPLETED else None,
        captured=money.of(sum(payment.amount for payment in settled)),
    )


@dataclass(frozen=True, slots=True)
class _Money:
    currency: str
    precision: int

    def of(self, amount: int) -> int:
        return ours(amount, self.currency, self.precision)

    def pair(self, net: int, gross: int) -> tuple[int, int]:
        """Without tax, and the tax."""
        return self.of(net), self.of(gross) - self.of(net)


def _quantity(line: OrderLine, returned: int) -> int:
    """What was sold, less what was cancelled without being paid back; an order that was added to has more."""
    placed = max(line.order_placed_quantity, line.quantity)
    return min(placed, line.quantity + returned)


def _stage(payload: OrderPayload, settled: Sequence[Payment]) -> Stage:
    """Shops add states of their own: for those, the money decides."""
    if payload.state == "Cancelled":
        return Stage.CANCELLED
    if payload.state in _DRAFTS:
        return Stage.DRAFT
    if payload.state == "Delivered":
        return Stage.COMPLETED
    return Stage.PAID if settled else Stage.OPEN


def _completed_at(payload: OrderPayload) -> datetime | None:
    return max((one.updated_at for one in payload.fulfillments or [] if one.state == "Delivered"), default=None)


def _buyer(customer: OrderCustomer | None) -> Buyer:
    """Vendure keeps guests as customers too; only who can log in has an account."""
    if customer is None:
        return Buyer(None, None)
    return Buyer(
        customer_id=customer.id if customer.user else None,
        email=customer.email_address.strip() or None,
        name=f"{customer.first_name} {customer.last_name}".strip(),
        groups=tuple(group.name for group in customer.groups if not is_ours(group.name)) if customer.user else (),
        verified=customer.user.verified if customer.user else False,
    )


def _line(sold: _Sold, payload: OrderPayload, money: _Money) -> Line:
    """Products and their variants have numbers that coincide, so a variant is told by its SKU alone."""
    line = sold.line
    subtotal, subtotal_tax = money.pair(*sold.subtotal)
    total, total_tax = money.pair(*sold.total)
    codes = {f"PROMOTION:{one.id}" for one in payload.promotions if one.coupon_code}
    automatic = any(one.adjustment_source not in codes for one in line.discounts)
    return Line(
        id=line.id,
        product_id=line.product_variant.product.id,
        sku=line.product_variant.sku or None,
        name=line.product_variant.name,
        quantity=Decimal(sold.quantity),
        subtotal=subtotal,
        subtotal_tax=subtotal_tax,
        total=total,
        total_tax=total_tax,
        promotions=(Promotion.AUTOMATIC,) if automatic else (),
    )


def _charges(payload: OrderPayload, money: _Money) -> Iterator[Charge]:
    """Their numbers may be those of lines."""
    for line in payload.shipping_lines:
        yield _shipping(line, money)
    for surcharge in payload.surcharges:
        yield _surcharge(surcharge, money)


def _shipping(line: ShippingLine, money: _Money) -> Charge:
    total, tax = money.pair(line.discounted_price, line.discounted_price_with_tax)
    return Charge(f"shipping-{line.id}", ChargeKind.SHIPPING, line.shipping_method.name, total, tax)


def _surcharge(surcharge: Surcharge, money: _Money) -> Charge:
    total, tax = money.pair(surcharge.price, surcharge.price_with_tax)
    return Charge(f"surcharge-{surcharge.id}", ChargeKind.FEE, surcharge.description, total, tax)


def _coupons(payload: OrderPayload, money: _Money) -> Iterator[CouponUse]:
    """A code that stands on the order and takes nothing off is not used: its promotion did not apply."""
    off: Mapping[str, int] = Counter({one.adjustment_source: -one.amount_with_tax for one in payload.discounts})
    for promotion in payload.promotions:
        if promotion.coupon_code:
            yield CouponUse(promotion.coupon_code, money.of(off[f"PROMOTION:{promotion.id}"]))


def _refund(payload: RefundPayload, sold: Sequence[_Sold], money: _Money) -> Refund:
    return Refund(
        id=payload.id,
        refunded_at=payload.created_at,
        amount=money.of(payload.total),
        lines=tuple(_refund_lines(payload, sold, money)),
        reason=payload.reason or "",
    )


def _refund_lines(payload: RefundPayload, sold: Sequence[_Sold], money: _Money) -> Iterator[RefundLine]:
    """The store says which pieces, and one amount for all: they take of it what they cost, or their share of less."""
    lines = {one.line.id: one.line for one in sold}
    parts = [part for part in payload.lines if part.order_line_id in lines and part.quantity]
    costs = [lines[part.order_line_id].prorated_unit_price_with_tax * part.quantity for part in parts]
    given = spread(min(sum(costs), payload.total), costs) if parts else []
    for part, gross in zip(parts, given, strict=True):
        line = lines[part.order_line_id]
        whole = line.prorated_unit_price_with_tax
        net = gross * line.prorated_unit_price // whole if whole else 0
        total, tax = money.pair(net, gross)
        yield RefundLine(part.order_line_id, Decimal(part.quantity), total, tax)
