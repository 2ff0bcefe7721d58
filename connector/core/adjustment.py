"""Changing points by hand (C57): always a transaction with a reason and an author, never below zero."""

from datetime import datetime

from connector.core.expiry import expires_at
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import Terms
from connector.core.quote import Refusal


def adjust(
    points: int, wallet: Wallet, terms: Terms, *, key: str, reason: str, author: str, now: datetime
) -> Transaction:
    """Give `points`, which live like points earned now, or take them (negative), those that expire first being taken
    first. Raises Refusal where there is nothing to do, or less to take than that."""
    if points == 0:
        raise Refusal("not_positive", 1, 0)
    if points > 0:
        return give(points, expires_at(now, terms), key=key, reason=reason, author=author, now=now)
    there = wallet.spendable(now)
    if -points > there:
        raise Refusal("balance", there, there)
    postings = tuple(Posting(lot, Account.AVAILABLE, Account.ISSUED, part) for lot, part in wallet.draw(-points, now))
    return Transaction(Kind.ADJUST, key, now, postings, reason, author)


def give(points: int, expires: datetime | None, *, key: str, reason: str, author: str, now: datetime) -> Transaction:
    """Points in a lot of their own, to be spent at once, and gone at `expires`."""
    posting = Posting(key, Account.ISSUED, Account.AVAILABLE, points)
    return Transaction(Kind.ADJUST, key, now, (posting,), reason, author, lots=(Lot(key, now, now, expires),))


def take_back(given: str, points: int, wallet: Wallet, *, reason: str, author: str, now: datetime) -> Transaction:
    """Undo what `give` gave under the key `given`, from that lot alone. Raises Refusal where not all of it is left."""
    there = 0 if wallet.lots[given].expired(now) else wallet.at(given, Account.AVAILABLE)
    if there < points:
        raise Refusal("balance", there, 0)
    posting = Posting(given, Account.AVAILABLE, Account.ISSUED, points)
    return Transaction(Kind.ADJUST, f"undo:{given}", now, (posting,), reason, author, resolves=given)
