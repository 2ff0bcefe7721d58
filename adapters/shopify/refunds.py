"""What was given back of a Shopify order, and what was taken off it by editing.

The rule kept here: goods and money go back each in their own time. Shopify writes a refund when goods are taken off an
order (by a return or an edit) whether or not money moves, and another when the money follows; of the two we make one
sum, so nothing is given back twice. What goods were worth counts, not what a fee made of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from adapters.shopify.address import number
from adapters.shopify.payloads import OrderPayload, RefundPayload
from connector.core.commerce import Line, Refund, RefundLine
from connector.core.money import to_minor

EDITED = "edit"  # the id of what was taken off and no refund speaks of


@dataclass(frozen=True, slots=True)
class GivenBack:
    """`never_paid` is the worth of goods that were taken off and for which no money has come back: as far as the order
    is concerned, they are settled."""

    refunds: tuple[Refund, ...]
    never_paid: int


def refunds(payload: OrderPayload, lines: Sequence[Line]) -> GivenBack:
    """All of them, oldest first; the order's lines are as they were ordered."""
    found: list[Refund] = []
    owed = 0  # the worth of goods that went before their money
    for refund in sorted(payload.refunds, key=lambda one: (one.processed_at, len(one.number), one.number)):
        parts = tuple(_parts(refund, payload))
        goods = sum(part.total + part.total_tax for part in parts)
        money = to_minor(refund.total_refunded_set.amount, payload.currency_code)
        late = min(max(money - goods, 0), owed)
        owed += max(goods - money, 0) - late
        amount = max(money - late, goods)
        if amount or parts:
            at = refund.processed_at.astimezone(UTC)
            found.append(Refund(refund.number, at, amount, parts, refund.note or ""))
    taken_off = tuple(_taken_off(payload, lines, found))
    if taken_off:
        worth = sum(part.total + part.total_tax for part in taken_off)
        owed += worth
        found.append(Refund(EDITED, payload.updated_at.astimezone(UTC), worth, taken_off))
    return GivenBack(tuple(found), owed)


def _parts(refund: RefundPayload, payload: OrderPayload) -> Iterator[RefundLine]:
    currency = payload.currency_code
    for item in refund.refund_line_items.nodes:
        stated, tax = (to_minor(bag.amount, currency) for bag in (item.subtotal_set, item.total_tax_set))
        net = stated - tax if payload.taxes_included else stated
        yield RefundLine(item.line_item.number, Decimal(item.quantity), net, tax)
    for line in refund.refund_shipping_lines.nodes:
        stated, tax = (to_minor(bag.amount, currency) for bag in (line.subtotal_amount_set, line.tax_amount_set))
        net = stated - tax if payload.taxes_included else stated
        if line.shipping_line.id and (net or tax):
            yield RefundLine(f"shipping/{number(line.shipping_line.id)}", Decimal(0), net, tax)


def _taken_off(payload: OrderPayload, lines: Sequence[Line], found: Sequence[Refund]) -> Iterator[RefundLine]:
    """Pieces that are no longer on the order and that no refund names, at what a piece cost."""
    returned: Mapping[str, Decimal] = {
        line.id: sum((p.quantity for r in found for p in r.lines if p.item_id == line.id), Decimal(0)) for line in lines
    }
    left = {item.number: item.current_quantity for item in payload.line_items.nodes}
    for line in lines:
        pieces = int(line.quantity - returned[line.id]) - left.get(line.id, 0)
        if pieces > 0 and line.quantity:
            share = Decimal(pieces) / line.quantity
            yield RefundLine(
                line.id, Decimal(pieces), int(line.total * pieces // int(line.quantity)), int(line.total_tax * share)
            )
