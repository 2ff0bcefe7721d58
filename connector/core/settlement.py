"""Settling: what an order should have given, less what it has given, is what the books must do.

The rule kept here: the difference is taken from the present snapshot and the ledger alone, so duplicates, gaps,
reordering, edits, partial refunds and re-openings all end in the same books.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connector.core.earning import Award
from connector.core.expiry import age
from connector.core.explain import Step
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import Debt


@dataclass(frozen=True, slots=True)
class Settlement:
    """Transactions that make the books right, and the points the order still owes (its *current* figure)."""

    transactions: tuple[Transaction, ...]
    shortfall: int


def settle_award(
    order: str, entries: int, award: Award, given: int, wallet: Wallet, debt: Debt, happened_at: datetime, now: datetime
) -> Settlement:
    """Bring what an order has given from `given` to the award.

    `entries` is the number of transactions the order has caused so far; keys go on from there. `happened_at` is when
    the order took its present shape.
    """
    key = f"{order}#{entries:04d}"
    if award.points > given:
        lot = Lot(key, award.granted_at, award.matures_at, award.expires_at, order)
        posting = Posting(key, Account.ISSUED, Account.PENDING, award.points - given)
        reason = "earned" if given == 0 else "order is worth more"
        earned = Transaction(
            Kind.EARN, key, award.granted_at, (posting,), reason, lots=(lot,), order=order, trace=award.trace
        )
        # What is ripe or lapsed already (a back-fill of old orders) is so at once; no sweep looks that far back.
        return Settlement((earned, *age(wallet.post(earned), [lot], now)), 0)
    if award.points < given:
        return _take_back(order, key, given - award.points, award.trace, wallet, debt, happened_at, now)
    return Settlement((), 0)


def _take_back(
    order: str,
    key: str,
    points: int,
    trace: tuple[Step, ...],
    wallet: Wallet,
    debt: Debt,
    happened_at: datetime,
    now: datetime,
) -> Settlement:
    own = wallet.of_order(order)
    # Points of this order that lapsed unused are gone already: they are not taken twice.
    missing = max(0, points - sum(wallet.at(lot.key, Account.EXPIRED) for lot in own))
    postings: list[Posting] = []
    for account in (Account.PENDING, Account.AVAILABLE):
        for lot in own:
            part = min(missing, wallet.at(lot.key, account))
            if part:
                postings.append(Posting(lot.key, account, Account.ISSUED, part))
                missing -= part
    if missing and debt is Debt.OWE:
        for lot_key, part in wallet.draw(missing, now, besides=frozenset(lot.key for lot in own)):
            postings.append(Posting(lot_key, Account.AVAILABLE, Account.ISSUED, part))
            missing -= part
    if not postings:
        return Settlement((), missing)
    reason = "order is worth less"
    claw = Transaction(Kind.CLAWBACK, key, happened_at, tuple(postings), reason, order=order, trace=trace)
    return Settlement((claw,), missing)


@dataclass(frozen=True, slots=True)
class Owed:
    """Points an order should have given back and could not."""

    order: str
    entries: int
    shortfall: int


def collect(debts: Iterable[Owed], wallet: Wallet, now: datetime) -> tuple[list[Transaction], dict[str, int]]:
    """Pay debts from whatever the wallet has by now (C22), the order's name deciding who is first.

    Returns the transactions and each order's new shortfall.
    """
    transactions: list[Transaction] = []
    left: dict[str, int] = {}
    for owed in sorted(debts, key=lambda owed: owed.order):
        drawn = wallet.draw(owed.shortfall, now)
        left[owed.order] = owed.shortfall - sum(points for _, points in drawn)
        if drawn:
            postings = tuple(Posting(lot, Account.AVAILABLE, Account.ISSUED, points) for lot, points in drawn)
            key = f"{owed.order}#{owed.entries:04d}"
            paid = Transaction(Kind.CLAWBACK, key, now, postings, "debt repaid", order=owed.order)
            wallet = wallet.post(paid)
            transactions.append(paid)
    return transactions, left
