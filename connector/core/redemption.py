"""The hold, capture, void and return of redeemed points.

The rule kept here: a redemption holds points first, and what becomes of them is told by the order that uses the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import floor

from connector.core.commerce import Order, Stage
from connector.core.effects import IssueCoupon
from connector.core.expiry import grace_until
from connector.core.explain import Step
from connector.core.kept import kept_share
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import EVERYTHING, Returns, Selector, Terms
from connector.core.quote import Quote


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A redemption as the books know it."""

    id: str
    code: str
    points: int


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
    scope = quoted.scope
    return IssueCoupon(
        redemption.id,
        redemption.code,
        quoted.worth,
        terms.currency,
        quoted.minimum_spend,
        email,
        expires_at,
        f"{quoted.points} points of {terms.name}",
        products=scope.products,
        categories=scope.categories,
        pieces=scope.pieces,
        sale_items=scope.sale_items,
        not_products=scope.not_products,
        not_categories=scope.not_categories,
        alone=scope.alone,
        maximum_spend=scope.maximum_spend,
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


def fulfil(redemption: str, wallet: Wallet, now: datetime, reason: str, author: str) -> Transaction | None:
    """Take what is still held for good, without an order; None if nothing is."""
    held = wallet.of_redemption(redemption, Account.HELD)
    if not held:
        return None
    postings = _move(held.items(), Account.HELD, Account.REDEEMED)
    return _answer(Kind.CAPTURE, f"fulfil:{redemption}", now, postings, reason, author, redemption)


def take_back(
    redemption: str,
    wallet: Wallet,
    terms: Terms,
    now: datetime,
    reason: str,
    author: str,
    *,
    points: int | None = None,
    trace: tuple[Step, ...] = (),
) -> Transaction | None:
    """Give back the points of what is taken back, all or so many, be they held or redeemed already; None if none."""
    for account, kind in ((Account.HELD, Kind.VOID), (Account.REDEEMED, Kind.REINSTATE)):
        if parts := wallet.of_redemption(redemption, account):
            back = _last_drawn(parts, sum(parts.values()) if points is None else points)
            if not back:
                return None
            key = f"back:{redemption}"
            postings, lots = _give_back(key, back, account, wallet.lots, terms, now)
            return replace(_answer(kind, key, now, postings, reason, author, redemption, lots), trace=trace)
    return None


def _answer(
    kind: Kind,
    key: str,
    now: datetime,
    postings: tuple[Posting, ...],
    reason: str,
    author: str,
    redemption: str,
    lots: tuple[Lot, ...] = (),
) -> Transaction:
    """A transaction that resolves a redemption's hold."""
    return Transaction(
        kind, key, now, postings, reason, author, lots, redemption=redemption, resolves=f"hold:{redemption}"
    )


_UNUSED = frozenset({Stage.DRAFT, Stage.CANCELLED, Stage.DELETED})


def spent_on(order: Order, points: int, returns: Returns, goods: Selector = EVERYTHING) -> int:
    """How many of these points, that the order took for `goods`, it has used up in its present state (C20, C21)."""
    if not uses_up(order):
        return 0
    share = kept_share(order, goods)
    match returns:
        case Returns.NEVER:
            return points
        case Returns.FULL_ONLY:
            return points if share > 0 else 0
        case Returns.PROPORTIONAL:
            return points - floor(points * (1 - share))


def uses_up(order: Order) -> bool:
    """Does the order keep the use of its codes, whatever came back of it?"""
    return order.stage not in _UNUSED


@dataclass(frozen=True, slots=True)
class Spending:
    """What the order's present state does to a redemption. `unpaid` points are used in the shop and gone elsewhere."""

    transactions: tuple[Transaction, ...]
    unpaid: int


def settle_spending(
    order: str,
    entries: int,
    redemption: Redeemed,
    target: int,
    spent: int,
    wallet: Wallet,
    terms: Terms,
    now: datetime,
    *,
    used: bool = False,
    taken: int | None = None,
) -> Spending:
    """Bring the points an order has used up from `spent` to `target`.

    `entries` is the number of transactions the order has caused so far; keys go on from there. A code that is `used`
    holds no points any longer, even if the first we hear of its order is that everything came back. Only `taken` of
    its points (None: all) stand for what the store took off.
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

    def back(points: int) -> tuple[tuple[Posting, ...], tuple[Lot, ...]]:
        drawn = _last_drawn(wallet.of_redemption(redemption.id, Account.REDEEMED), points)
        key = f"{order}#{entries + len(transactions):04d}"
        return _give_back(key, drawn, Account.REDEEMED, wallet.lots, terms, now)

    if target > spent or (used and spent == 0):
        held = wallet.of_redemption(redemption.id, Account.HELD)
        if not held:  # given back meanwhile, and the code was used all the same: take the points again
            drawn = wallet.draw(target - spent, now)
            if drawn:
                add(Kind.HOLD, _move(drawn, Account.AVAILABLE, Account.HELD), "code used after its points went back")
            held = wallet.of_redemption(redemption.id, Account.HELD)
        if held:
            add(Kind.CAPTURE, _move(held.items(), Account.HELD, Account.REDEEMED), "code used")
            spent += sum(held.values())
            if taken is not None and spent > max(taken, target):
                postings, lots = back(spent - max(taken, target))
                add(Kind.REINSTATE, postings, "the code took less off", lots)
                spent = max(taken, target)
    if spent > target:
        postings, lots = back(spent - target)
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
