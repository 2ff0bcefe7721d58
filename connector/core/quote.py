"""What may be redeemed on a cart, and which limit bites (C24–C35).

The rule kept here: one function answers for every kind of programme. A refusal has a code, the limit it met and what
would be allowed; it changes nothing, and nothing is lowered silently unless the caller asks for it (C45). A code has
its sentence, `refusal-CODE`, in each catalogue of the room `languages`; a quote's limit is `limit-CODE` there.
"""

from dataclasses import dataclass

from connector.core.commerce import Cart, Line
from connector.core.foreseen import Refused
from connector.core.money import Rounding, convert, divide
from connector.core.programme import Redemption, TaxTreatment
from connector.core.scope import ANYTHING, Scope, scope_of
from connector.core.selection import promotions, selects
from connector.core.tax import DiscountPart, apportion


@dataclass
class Refusal(Refused):
    """Why points may not be redeemed. `limit` is points, or minor units of `currency` where there is one; `allowed` is
    the points that would be allowed (0: none)."""

    code: str
    limit: int
    allowed: int
    currency: str = ""

    def __str__(self) -> str:
        return f"{self.code}: the limit is {self.limit}, {self.allowed} would be allowed"


@dataclass(frozen=True, slots=True)
class Quote:
    """What a number of points buys: `worth` minor units off, on orders of at least `minimum_spend`, for `valid_days`
    (None: for ever).

    `left` is the balance after it; `limit` is the code of what keeps more points from being redeemed. `tender` is what
    of the worth is a means of payment after tax; all else is a discount, which lies on the cart's lines as `parts` say.
    """

    points: int
    worth: int
    minimum_spend: int
    valid_days: int | None
    left: int
    limit: str
    tender: int = 0
    parts: tuple[DiscountPart, ...] = ()
    scope: Scope = ANYTHING  # what a code that stands for it is good for


@dataclass(frozen=True, slots=True)
class _Limit:
    """No more than `points`, for this reason."""

    points: int
    code: str


def quote(
    points: int | None,
    available: int,
    terms: Redemption | None,
    cart: Cart | None = None,
    *,
    own_codes: frozenset[str] = frozenset(),
    clamp: bool = False,
) -> Quote:
    """What `points` buy (None: the most that is allowed), from a balance of `available`.

    Without a cart the share becomes a minimum spend, for coupons. With `clamp` too many points are lowered to what is
    allowed. Raises Refusal.
    """
    if terms is None:
        raise Refusal("no_redemption", 0, 0)
    if cart is not None:
        _require_window(cart, terms)
    if terms.whole and cart is not None:
        return _whole(points, available, terms, cart, own_codes)
    limit = _limit(available, terms, cart, own_codes)
    most = _most(limit, terms)
    wanted = limit.points - limit.points % terms.block if points is None else points
    if clamp and wanted > most > 0:
        wanted = most
    _require(wanted, most, limit, terms)
    worth = _worth(wanted, terms)
    # Where a store has only coupons the share lives in the coupon: at most 20 % with 50 off is a minimum spend of 250.
    for_share = divide(worth * 100, terms.maximum_share, Rounding.CEILING)
    minimum_spend = max(for_share, terms.minimum_order)
    tender = _tender(worth, terms)
    parts = _parts(worth - tender, terms, cart, own_codes) if cart is not None else ()
    left, scope = available - wanted, scope_of(terms)
    return Quote(wanted, worth, minimum_spend, terms.valid_days, left, limit.code, tender, parts, scope)


def allowed(available: int, terms: Redemption) -> int:
    """The most points that may be redeemed at once from this balance (0: none)."""
    return _most(_limit(available, terms, None, frozenset()), terms)


def _most(limit: _Limit, terms: Redemption) -> int:
    most = limit.points - limit.points % terms.block
    return most if most >= max(terms.minimum_points, 1) and _worth(most, terms) else 0


def _require(points: int, most: int, limit: _Limit, terms: Redemption) -> None:
    """Refuse what the limits do not allow; the smallest cap applies first, then the minimum is tested (C28)."""
    if points < 1 and limit.points >= terms.minimum_points:
        raise Refusal("not_positive", 1, most)
    if points < terms.minimum_points:
        raise Refusal("minimum_points", terms.minimum_points, most)
    if points > limit.points:
        raise Refusal(limit.code, limit.points, most)
    if points % terms.block:
        raise Refusal("block", terms.block, most)
    if not _worth(points, terms):
        raise Refusal("worthless", points, most)


def _limit(available: int, terms: Redemption, cart: Cart | None, own_codes: frozenset[str]) -> _Limit:
    """The smallest of cap, share and balance."""
    limits = [_Limit(available, "balance")]
    if terms.maximum_points is not None:
        limits.append(_Limit(terms.maximum_points, "maximum_points"))
    if cart is not None:
        money = _eligible(cart, terms, own_codes) * terms.maximum_share // 100  # down to the minor unit, then to points
        limits.append(_Limit(convert(money, terms.points, terms.worth, Rounding.FLOOR), "maximum_share"))
    return min(limits, key=lambda limit: limit.points)


def _eligible(cart: Cart, terms: Redemption, own_codes: frozenset[str]) -> int:
    """What of the cart points may lower: chosen goods, not those reduced otherwise (C32, C33), shipping by setting."""
    goods = sum(line.paid for line in cart.lines if _is_eligible(line, cart, terms, own_codes))
    if goods <= 0:
        raise Refusal("nothing_eligible", 0, 0)
    return goods + (cart.shipping if terms.shipping else 0)


def _is_eligible(line: Line, cart: Cart, terms: Redemption, own_codes: frozenset[str]) -> bool:
    return selects(terms.goods, line) and not promotions(line, cart.coupons, own_codes) & terms.without


def _require_window(cart: Cart, terms: Redemption) -> None:
    """The order's value, both ends included, before the points take anything off (C31)."""
    if cart.goods < terms.minimum_order:
        raise Refusal("minimum_order", terms.minimum_order, 0, cart.currency)
    if terms.maximum_order is not None and cart.goods > terms.maximum_order:
        raise Refusal("maximum_order", terms.maximum_order, 0, cart.currency)


def _whole(points: int | None, available: int, terms: Redemption, cart: Cart, own_codes: frozenset[str]) -> Quote:
    """All or nothing (C35): the points that pay for the cart, rounded up so that it is never underpaid."""
    if not all(line.buyable and _is_eligible(line, cart, terms, own_codes) for line in cart.lines):
        raise Refusal("not_buyable", 0, 0)
    total = _eligible(cart, terms, own_codes)
    cost = convert(total, terms.points, terms.worth, Rounding.CEILING)
    if points is not None and points != cost:
        raise Refusal("whole", cost, cost if cost <= available else 0)
    if cost > available:
        raise Refusal("balance", available, 0)
    tender = _tender(total, terms)
    parts = _parts(total - tender, terms, cart, own_codes)
    return Quote(cost, total, 0, terms.valid_days, available - cost, "whole", tender, parts)


def _tender(worth: int, terms: Redemption) -> int:
    return worth if terms.tax is TaxTreatment.NONE else 0


def _parts(discount: int, terms: Redemption, cart: Cart, own_codes: frozenset[str]) -> tuple[DiscountPart, ...]:
    """Where the discount lies: on what points may lower, and nowhere else."""
    lines = [line for line in cart.lines if _is_eligible(line, cart, terms, own_codes)]
    return apportion(discount, lines, cart.shipping if terms.shipping else 0, cart.shipping_tax)


def worth(points: int, terms: Redemption | None) -> int | None:
    """What a balance is worth, in minor units; None where points buy nothing off."""
    return _worth(points, terms) if terms else None


def _worth(points: int, terms: Redemption) -> int:
    return convert(points, terms.worth, terms.points, Rounding.FLOOR)
