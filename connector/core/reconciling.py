"""Holding the books against the shop: what differs, why that may be, and who puts it right.

The rule kept here: a difference is `clear` where the store's word settles it (an order is what the store says it is, a
code without points must not be live, a code that is gone gives its points back); whatever money is at stake that
neither side can tell for sure waits for a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from connector.core.commerce import Order, Stage

_FEW = 10  # so many may differ from the books whatever the shop holds, before it is doubted that they belong together


class Kind(StrEnum):
    """What differs."""

    ORDER_MISSED = "order_missed"
    ORDER_CHANGED = "order_changed"
    ORDER_DELETED = "order_deleted"
    ORDER_BACK = "order_back"
    ORDER_OLDER = "order_older"
    ORDER_UNREADABLE = "order_unreadable"
    CODE_WITHOUT_POINTS = "code_without_points"
    CODE_COPIED = "code_copied"
    CODE_UNKNOWN = "code_unknown"
    CODE_GONE = "code_gone"
    CODE_NOT_CAPTURED = "code_not_captured"
    CARD_GONE = "card_gone"
    CARD_TOO_FULL = "card_too_full"
    CREDIT_GONE = "credit_gone"
    DISCOUNT_GONE = "discount_gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """`about` is the order, code or redemption; `clear` says whether a rule mends it or a person must."""

    kind: Kind
    about: str
    cause: str
    mend: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A coupon of ours as the shop has it."""

    code: str
    reference: str
    used: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A redemption as the books have it: its code in lower case, and where its points are."""

    code: str
    held: int
    redeemed: int


@dataclass(frozen=True, slots=True)
class Worth:
    """Money that was given for points: a gift card, or credit on an account. Minor units of `currency`."""

    reference: str
    code: str
    amount: int
    currency: str


_SETTLE = "settle the order as the shop has it now"


def order_difference(before: Order | None, now: Order) -> Difference:
    """Of an order that the books held as `before`, and that the shop now has otherwise."""
    about = now.number or now.id
    if now.stage is Stage.DELETED:
        cause = "it was deleted in the shop, and no event told us"
        return Difference(Kind.ORDER_DELETED, about, cause, "take back its points, and give back what it used", True)
    if before is None:
        cause = f"placed {now.placed_at:%Y-%m-%d} (now {now.status}), and neither an event nor a poll told us"
        return Difference(Kind.ORDER_MISSED, about, cause, _SETTLE, True)
    if before.stage is Stage.DELETED:
        return Difference(Kind.ORDER_BACK, about, "it was deleted here, and the shop has it again", _SETTLE, True)
    told = changes(before, now)
    if before.buyer.customer_id != now.buyer.customer_id:
        told.append("it belongs to another account")
    changed = "; ".join(told) or "its lines or its buyer were changed"
    return Difference(Kind.ORDER_CHANGED, about, f"{changed}, and no event told us", _SETTLE, True)


def older_order(before: Order, now: Order) -> Difference | None:
    """The shop shows a state from before what the books hold; None where that says the same."""
    told = changes(before, now)
    if not told or before.stage is Stage.DELETED or now.modified_at >= before.modified_at:
        return None
    cause = (
        f"the shop shows it as of {now.modified_at:%Y-%m-%d %H:%M}, and the books know it as of "
        f"{before.modified_at:%Y-%m-%d %H:%M} ({'; '.join(told)}): was the shop restored from a backup?"
    )
    return Difference(
        Kind.ORDER_OLDER, now.number or now.id, cause, "save the order anew in the shop; then it is settled", False
    )


def unreadable_order(order_id: str, reason: str) -> Difference:
    mend = "mend what is said in the shop, or tell us of the defect; its points wait until then"
    return Difference(Kind.ORDER_UNREADABLE, order_id, reason, mend, False)


def changes(before: Order, now: Order) -> list[str]:
    """What a person would see changed of an order, in plain words."""
    found = []
    if before.status != now.status:
        found.append(f"status {before.status} became {now.status}")
    if before.total != now.total:
        found.append(f"total {before.total} became {now.total} (minor units of {now.currency})")
    if before.refunded != now.refunded:
        found.append(f"refunded {before.refunded} became {now.refunded} (minor units of {now.currency})")
    codes = [sorted(coupon.code.lower() for coupon in order.coupons) for order in (before, now)]
    if codes[0] != codes[1]:
        found.append(f"codes {', '.join(codes[0]) or 'none'} became {', '.join(codes[1]) or 'none'}")
    return found


def code_difference(live: Code, standing: Standing | None) -> Difference | None:
    """Of a code that the shop has; None where the books agree."""
    if live.used:
        if standing is None or standing.code != live.code.lower() or not standing.held:
            return None  # the order that holds it decides
        cause = "an order in the shop has used it, and its points are still held here"
        mend = "look further back with --from; if no order holds it, delete it in the shop, and its points come back"
        return Difference(Kind.CODE_NOT_CAPTURED, live.code, cause, mend, False)
    revoke = "take it out of the shop"
    if standing is None:
        cause = f"the shop has it for {live.reference or 'no redemption'}, which the books do not know"
        return Difference(Kind.CODE_UNKNOWN, live.code, cause, revoke, True)
    if standing.code != live.code.lower():
        cause = f"it is a copy of {standing.code} that somebody made in the shop"
        return Difference(Kind.CODE_COPIED, live.code, cause, revoke, True)
    if standing.held or standing.redeemed:
        return None
    return Difference(Kind.CODE_WITHOUT_POINTS, live.code, "its points went back, and it is still live", revoke, True)


def whose_end(live: Code, found: Difference) -> str:
    """The redemption that ends with the code; a copy's end must not give back the points of what it was copied from."""
    return f"copy:{live.code}" if found.kind is Kind.CODE_COPIED else live.reference


def gone_code(code: str) -> Difference:
    cause = "its points are held, and the shop has no such coupon: somebody deleted it there by hand"
    return Difference(Kind.CODE_GONE, code, cause, "void the redemption: its points come back", True)


def doubted(differ: int, agree: int) -> bool:
    """Do shop and books disagree of so many codes that they more likely do not belong together?"""
    return differ > max(_FEW, agree)


def card_difference(given: Worth, left: int | None) -> Difference | None:
    """`left` is what the shop says is on the gift card; None: it does not know the card."""
    if left is None:
        cause = f"the shop does not know the gift card of {given.reference} any more: nobody can tell what was left"
        mend = "ask who deleted it; give back what is right with `loyalty member adjust`"
        return Difference(Kind.CARD_GONE, given.code, cause, mend, False)
    if left > given.amount:
        cause = f"{left} is on it, and {given.amount} was given (minor units of {given.currency}): topped up by hand?"
        mend = "nothing, if that was meant; else set the balance right in the shop"
        return Difference(Kind.CARD_TOO_FULL, given.code, cause, mend, False)
    return None


def credit_difference(given: Worth, *, there: bool) -> Difference | None:
    """Has the account in the shop ever had the credit that the books say it was given?"""
    if there:
        return None
    cause = f"the account in the shop shows no credit of {given.amount} (minor units of {given.currency})"
    mend = "look at the account's movements; credit it by hand, or give the points back with `loyalty member adjust`"
    return Difference(Kind.CREDIT_GONE, given.reference, cause, mend, False)


def gone_discount(code: str) -> Difference:
    cause = "the account should have this standing discount, and the shop has none: somebody took it away"
    return Difference(Kind.DISCOUNT_GONE, code, cause, "grant it again", True)


def captured_by(difference: Difference, orders: Mapping[str, str]) -> Difference:
    """A code that is not captured, where an order (code → its number) that is about to be settled explains it."""
    number = orders.get(difference.about.lower())
    if number is None:
        return difference
    cause = f"order {number} has used it, and the books know that order only without it"
    return Difference(difference.kind, difference.about, cause, f"settle order {number}", True)
