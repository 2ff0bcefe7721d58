"""What the buyer kept of an order: every line and charge after refunds, to the last minor unit.

The rule kept here: the kept parts and the refunded money add up to what the order was, and the order in which refunds
came makes no difference (C23). A negative fee is a discount given by hand and lowers the goods; a refund that names no
line is spread over what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from connector.core.commerce import Charge, Line, Order, RefundLine, Stage
from connector.core.money import Rounding, divide, spread
from connector.core.programme import EVERYTHING, Selector
from connector.core.selection import selects


@dataclass(frozen=True, slots=True)
class Kept:
    """A line or charge and what is left of it: `total` without tax, `tax` beside it, `quantity_share` of its pieces."""

    item: Line | Charge
    total: int
    tax: int
    quantity_share: Fraction = Fraction(1)

    @property
    def paid(self) -> int:
        return self.total + self.tax

    def less(self, amount: int) -> "Kept":
        """The same with `amount` (with tax, at most what is there) taken off, tax in proportion."""
        if amount == 0:
            return self
        paid = self.paid - amount
        total = divide(self.total * paid, self.paid, Rounding.HALF_UP)
        return replace(self, total=total, tax=paid - total)


def ordered(order: Order) -> tuple[Kept, ...]:
    """Lines, then charges, as ordered: discounts by hand already taken off the lines, nothing refunded yet."""
    lines: tuple[Kept, ...] = tuple(Kept(line, line.total, line.total_tax) for line in order.lines)
    by_hand = -sum(charge.total + charge.total_tax for charge in order.charges if _is_discount(charge))
    lines = take_off(lines, by_hand)
    return lines + tuple(
        Kept(charge, charge.total, charge.total_tax) for charge in order.charges if not _is_discount(charge)
    )


def kept(order: Order) -> tuple[Kept, ...]:
    """The same after all refunds."""
    return after_refunds(ordered(order), order)


def after_refunds(items: tuple[Kept, ...], order: Order) -> tuple[Kept, ...]:
    """What all refunds of the order left of it, as it was ordered."""
    if not order.refunds and all(item.total >= 0 and item.tax >= 0 for item in items):
        return items
    unnamed = sum(refund.unnamed for refund in order.refunds)
    left = []
    for item in items:
        parts = [part for refund in order.refunds for part in refund.lines if part.item_id == item.item.id]
        if not parts and item.total >= 0 and item.tax >= 0:
            left.append(item)
            continue
        returned = sum(part.total + part.total_tax for part in parts)
        total = item.total - sum(part.total for part in parts)
        tax = item.tax - sum(part.total_tax for part in parts)
        if total < 0 or tax < 0:  # the refund names other amounts than the line had: only their sum can be believed
            over = max(0, returned - item.paid)
            unnamed += over
            left.append(replace(item.less(returned - over), quantity_share=_quantity_share(item, parts)))
        else:
            left.append(replace(item, total=total, tax=tax, quantity_share=_quantity_share(item, parts)))
    known = {item.item.id for item in items}
    for refund in order.refunds:  # parts of lines that are no longer on the order are money all the same
        unnamed += sum(part.total + part.total_tax for part in refund.lines if part.item_id not in known)
    return take_off(tuple(left), unnamed)


def kept_share(order: Order, goods: Selector = EVERYTHING) -> Fraction:
    """Which part of these goods the buyer kept, between 0 and 1, each line weighing what it cost before discounts; of
    all goods, where the order holds none of these."""
    if order.stage is Stage.REFUNDED:
        return Fraction(0)
    before = {item.item.id: item for item in ordered(order)}
    meant = {line.id for line in order.lines if selects(goods, line)} or {line.id for line in order.lines}
    weights, whole = Fraction(0), 0
    for item in kept(order):
        if not isinstance(item.item, Line) or item.item.id not in meant:
            continue
        paid = before[item.item.id].paid
        share = Fraction(item.paid, paid) if paid > 0 else item.quantity_share
        weight = item.item.subtotal + item.item.subtotal_tax
        weights, whole = weights + weight * share, whole + weight
    return weights / whole if whole else Fraction(1)


def _is_discount(charge: Charge) -> bool:
    return charge.total + charge.total_tax < 0


def take_off(items: tuple[Kept, ...], amount: int) -> tuple[Kept, ...]:
    """The items with `amount` spread over them and taken off, as far as there is anything."""
    if amount <= 0:
        return items
    weights = [max(0, item.paid) for item in items]
    amount = min(amount, sum(weights))
    return tuple(item.less(part) for item, part in zip(items, spread(amount, weights), strict=True))


def _quantity_share(item: Kept, parts: Sequence[RefundLine]) -> Fraction:
    if not parts or not isinstance(item.item, Line) or item.item.quantity <= 0:
        return Fraction(1)
    returned = sum((Fraction(part.quantity) for part in parts), Fraction(0))
    return max(Fraction(0), 1 - returned / Fraction(item.item.quantity))
