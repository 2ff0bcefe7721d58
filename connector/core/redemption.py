"""What points may be redeemed, and the hold, capture, void and return of them.

The rule kept here: a redemption holds points first, and what becomes of them is told by the order that uses the code.
Every refusal has a code, the limit that bit, and what would be allowed, and changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor

from connector.core.commerce import Order, Stage
from connector.core.effects import IssueCoupon
from connector.core.expiry import grace_until
from connector.core.kept import kept_share
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.money import Rounding, divide
from connector.core.programme import Redemption, Returns, Terms


@dataclass
class Refusal(Exception):
    """Why points may not be redeemed: a code, the limit it met, and the points that would be allowed (0: none)."""

    code: str
    limit: int
    allowed: int

    def __str__(self) -> str:
        said = {
            "no_redemption": "this programme does not redeem points",
            "not_positive": "the number of points must be at least 1",
            "balance": f"only {self.limit} points are available",
            "minimum_points": f"at least {self.limit} points must be redeemed at once",
            "maximum_points": f"at most {self.limit} points may be redeemed at once",
            "block": f"points are redeemed in multiples of {self.limit}",
            "worthless": f"{self.limit} points are worth less than the smallest coin",
        }[self.code]
        return f"{said}; {self.allowed} would be allowed" if self.allowed else said


@dataclass(frozen=True, slots=True)
class Quote:
    """What a number of points buys: `worth` minor units of discount, on orders of at least `minimum_spend`."""

    points: int
    worth: int
    minimum_spend: int
    valid_days: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A redemption as the books know it."""

    id: str
    code: str
    points: int


def allowed(available: int, terms: Redemption) -> int:
    """The most points that may be redeemed at once from this balance (0: none)."""
    most = available if terms.maximum_points is None else min(available, terms.maximum_points)
    most -= most % terms.block
    return most if most >= max(terms.minimum_points, 1) and _worth(most, terms) else 0


def quote(points: int, available: int, terms: Redemption | None) -> Quote:
    """What these points buy (C24–C30). Raises Refusal; never lowers what was asked for."""
    if terms is None:
        raise Refusal("no_redemption", 0, 0)
    most = allowed(available, terms)
    if points < 1:
        raise Refusal("not_positive", 1, most)
    if points < terms.minimum_points:
        raise Refusal("minimum_points", terms.minimum_points, most)
    if terms.maximum_points is not None and points > terms.maximum_points:
        raise Refusal("maximum_points", terms.maximum_points, most)
    if points > available:
        raise Refusal("balance", available, most)
    if points % terms.block:
        raise Refusal("block", terms.block, most)
    worth = _worth(points, terms)
    if not worth:
        raise Refusal("worthless", points, most)
    # Where a store has only coupons the share lives in the coupon: at most 20 % with 50 off is a minimum spend of 250.
    for_share = divide(worth * 100, terms.maximum_share, Rounding.CEILING)
    return Quote(points, worth, max(for_share, terms.minimum_order), terms.valid_days)


def _worth(points: int, terms: Redemption) -> int:
    return divide(points * terms.worth, terms.points, Rounding.FLOOR)


def hold(redemption: Redeemed, wallet: Wallet, now: datetime, author: str, request: str) -> Transaction:
    """Put the points aside, those that expire first being drawn first. The caller has asked for a quote before."""
    return Transaction(
        Kind.HOLD,
        f"hold:{redemption.id}",
        now,
        _move(wallet.draw(redemption.points, now), Account.AVAILABLE, Account.HELD),
        reason="redeemed",
        author=author,
        redemption=redemption.id,
        request=request,
    )


def coupon(redemption: Redeemed, quoted: Quote, terms: Terms, email: str | None, expires_at: datetime) -> IssueCoupon:
    """The coupon that stands for the held points in a store, with the programme's caps in it."""
    return IssueCoupon(
        redemption.id,
        redemption.code,
        quoted.worth,
        terms.currency,
        quoted.minimum_spend,
        email,
        expires_at,
        f"{quoted.points} points of {terms.name}",
    )


def void(redemption: str, wallet: Wallet, terms: Terms, now: datetime, reason: str) -> Transaction | None:
    """Give back what is still held; None if nothing is."""
    held = wallet.of_redemption(redemption, Account.HELD)
    if not held:
        return None
    key = f"void:{redemption}"
    postings, lots = _give_back(key, held.items(), Account.HELD, wallet.lots, terms, now)
    return Transaction(
        Kind.VOID, key, now, postings, reason, lots=lots, redemption=redemption, resolves=f"hold:{redemption}"
    )


_UNUSED = frozenset({Stage.DRAFT, Stage.CANCELLED, Stage.DELETED})


def spent_on(order: Order, points: int, returns: Returns) -> int:
    """How many of a redemption's points the order has used up in its present state (C20, C21)."""
    if order.stage in _UNUSED:
        return 0
    share = kept_share(order)
    match returns:
        case Returns.NEVER:
            return points
        case Returns.FULL_ONLY:
            return points if share > 0 else 0
        case Returns.PROPORTIONAL:
            return points - floor(points * (1 - share))


@dataclass(frozen=True, slots=True)
class Spending:
    """What the order's present state does to a redemption. `unpaid` points are used in the shop and gone elsewhere."""

    transactions: tuple[Transaction, ...]
    unpaid: int


def settle_spending(
    order: str, entries: int, redemption: Redeemed, target: int, spent: int, wallet: Wallet, terms: Terms, now: datetime
) -> Spending:
    """Bring the points an order has used up from `spent` to `target`.

    `entries` is the number of transactions the order has caused so far; keys go on from there.
    """
    transactions: list[Transaction] = []

    def add(kind: Kind, postings: tuple[Posting, ...], reason: str, lots: tuple[Lot, ...] = ()) -> None:
        nonlocal wallet
        transaction = Transaction(
            kind,
            f"{order}#{entries + len(transactions):04d}",
            now,
            postings,
            reason,
            lots=lots,
            order=order,
            redemption=redemption.id,
            resolves=None if kind is Kind.HOLD else f"hold:{redemption.id}",
        )
        wallet = wallet.post(transaction)
        transactions.append(transaction)

    if target > spent:
        held = wallet.of_redemption(redemption.id, Account.HELD)
        if not held:  # given back meanwhile, and the code was used all the same: take the points again
            drawn = wallet.draw(target - spent, now)
            if drawn:
                add(Kind.HOLD, _move(drawn, Account.AVAILABLE, Account.HELD), "code used after its points went back")
            held = wallet.of_redemption(redemption.id, Account.HELD)
        if held:
            add(Kind.CAPTURE, _move(held.items(), Account.HELD, Account.REDEEMED), "code used")
            spent += sum(held.values())
    if spent > target:
        back = _last_drawn(wallet.of_redemption(redemption.id, Account.REDEEMED), spent - target)
        key = f"{order}#{entries + len(transactions):04d}"
        postings, lots = _give_back(key, back, Account.REDEEMED, wallet.lots, terms, now)
        add(Kind.REINSTATE, postings, "goods came back", lots)
    return Spending(tuple(transactions), max(0, target - spent))


def _move(drawn: Iterable[tuple[str, int]], source: Account, destination: Account) -> tuple[Posting, ...]:
    return tuple(Posting(lot, source, destination, points) for lot, points in drawn)


def _last_drawn(redeemed: Mapping[str, int], points: int) -> list[tuple[str, int]]:
    taken = []
    for lot, there in reversed(list(redeemed.items())):
        part = min(points, there)
        if part:
            taken.append((lot, part))
            points -= part
    return taken


def _give_back(
    key: str,
    parts: Iterable[tuple[str, int]],
    source: Account,
    lots: Mapping[str, Lot],
    terms: Terms,
    now: datetime,
) -> tuple[tuple[Posting, ...], tuple[Lot, ...]]:
    """Postings back into the lots the points came from; what had lapsed goes on in a new lot with a grace period."""
    postings: list[Posting] = []
    lapsed = 0
    for lot, points in parts:
        expired = lots[lot].expired(now)
        postings.append(Posting(lot, source, Account.EXPIRED if expired else Account.AVAILABLE, points))
        lapsed += points if expired else 0
    if not lapsed:
        return tuple(postings), ()
    fresh = Lot(key, now, now, grace_until(now, terms))
    return (*postings, Posting(fresh.key, Account.ISSUED, Account.AVAILABLE, lapsed)), (fresh,)
