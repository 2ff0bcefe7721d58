"""What of an order counts towards points, line by line, in the programme's currency.

The rule kept here: everything that is left out is said, with its reason; and money counts once, so neither the part
paid with points (or with a gift card that points have paid for) nor, by setting, one of the two ends of a gift card
does (C2, C5, C7).
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from connector.core.commerce import Charge, ChargeKind, Line, Order, TenderKind
from connector.core.explain import Step
from connector.core.kept import Kept, after_refunds, ordered, take_off
from connector.core.money import Rounding, divide, exponent
from connector.core.programme import Base, GiftCards, Terms
from connector.core.selection import promotions, selects

_WHOLE = Fraction(1)
_pieces = lru_cache(maxsize=1024)(Fraction)  # orders say 1, 2 or 3, and say it over and over


@dataclass(frozen=True, slots=True)
class Counted:
    """A line that counts: `amount` minor units of the programme's currency, `pieces` that were kept, and how many times
    a campaign counts it."""

    line: Line
    amount: int
    pieces: Fraction
    times: Fraction = _WHOLE


@dataclass(slots=True)
class Count:
    """What counts of an order: lines, charges, how it was found, and how many times the buyer's tier counts it."""

    lines: list[Counted] = field(default_factory=list)
    charges: int = 0
    trace: list[Step] = field(default_factory=list)
    times: Fraction = _WHOLE

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines) + self.charges


def count(order: Order, terms: Terms, own_codes: frozenset[str] = frozenset()) -> Count:
    """What counts of the order as it is now. `own_codes` are the programme's own coupons and gift cards on it."""
    found = Count()
    whole = ordered(order)
    before = {item.item.id: _amount(item, terms.base) for item in in_currency(whole, order, terms)}
    left = in_currency(after_refunds(whole, order), order, terms)
    refunded = {item.item.id: before[item.item.id] - _amount(item, terms.base) for item in left}
    for item in _less_tenders(order, left, terms.base, own_codes, found.trace):
        if isinstance(item.item, Charge):
            _count_charge(item.item, _amount(item, terms.base), terms.base, found)
        else:
            _count_line(item.item, item, refunded[item.item.id], order, terms.base, own_codes, found)
    found.trace.append(Step("base", {"amount": found.amount}))
    return found


def _amount(item: Kept, base: Base) -> int:
    return item.paid if base.tax else item.total


def _count_line(
    line: Line, item: Kept, refunded: int, order: Order, base: Base, own_codes: frozenset[str], found: Count
) -> None:
    amount = _amount(item, base)
    facts: dict[str, int | str] = {"quantity": f"{line.quantity:f}", "name": line.name, "amount": amount}
    if reason := _left_out(line, order, base, own_codes):
        found.trace.append(Step(reason, facts))
        return
    found.trace.append(Step("line_kept", {**facts, "refunded": refunded}) if refunded else Step("line", facts))
    pieces = _pieces(line.quantity)
    for share in (item.quantity_share, _share_of_money(line, order, own_codes)):
        pieces = pieces if share == 1 else pieces * share
    found.lines.append(Counted(line, amount, pieces))


def _share_of_money(line: Line, order: Order, own_codes: frozenset[str]) -> Fraction:
    """How much of the line's price was not paid with points of ours: a piece that points paid for earns nothing, half
    of one half. What other codes took off is a discount, and the piece is bought."""
    off = [(use.code.lower(), use.discount) for use in order.coupons]
    all_off = sum(discount for _, discount in off)
    price = line.subtotal + line.subtotal_tax
    if line.discount <= 0 or price <= 0 or all_off <= 0:
        return _WHOLE
    with_points = Fraction(sum(discount for code, discount in off if code in own_codes), all_off)
    return max(Fraction(0), 1 - Fraction(line.discount, price) * with_points)


def _left_out(line: Line, order: Order, base: Base, own_codes: frozenset[str]) -> str | None:
    if line.gift_card and base.gift_cards is GiftCards.SPENT:
        return "line_gift_card"
    if not selects(base.goods, line):
        return "line_not_chosen"
    reasons = sorted(promotions(line, order.coupons, own_codes) & base.without)
    return f"line_promotion_{reasons[0]}" if reasons else None


def _count_charge(charge: Charge, amount: int, base: Base, found: Count) -> None:
    counts = base.shipping if charge.kind is ChargeKind.SHIPPING else base.fees
    facts: dict[str, int | str] = {"title": charge.title, "amount": amount}
    if counts:
        found.trace.append(Step("charge", facts))
        found.charges += amount
    else:
        found.trace.append(Step("charge_left_out", facts))


def _less_tenders(
    order: Order, items: tuple[Kept, ...], base: Base, own_codes: frozenset[str], trace: list[Step]
) -> tuple[Kept, ...]:
    """The items less what was not paid with money that counts; of what came back, a share of that came back too."""
    if not order.tenders:
        return items
    whole, left = (sum(max(0, item.paid) for item in of) for of in (ordered(order), items))
    for tender in order.tenders:
        kind = tender.kind if own_codes.isdisjoint(tender.names) else TenderKind.POINTS
        if kind is not TenderKind.POINTS and base.gift_cards is GiftCards.SPENT:
            continue
        part = divide(tender.amount * left, whole, Rounding.HALF_UP) if whole else 0
        items = take_off(items, part)
        trace.append(Step(f"paid_with_{kind}", {"amount": part}))
    return items


def in_currency(items: tuple[Kept, ...], order: Order, terms: Terms) -> tuple[Kept, ...]:
    """The items in the programme's currency, at the order's own rate."""
    if order.currency == terms.currency or order.rate is None:
        return items
    rate = Fraction(order.rate) * Fraction(10) ** (exponent(terms.currency) - exponent(order.currency))
    return tuple(replace(item, total=_converted(item.total, rate), tax=_converted(item.tax, rate)) for item in items)


def _converted(amount: int, rate: Fraction) -> int:
    return divide(amount * rate.numerator, rate.denominator, Rounding.HALF_UP)
