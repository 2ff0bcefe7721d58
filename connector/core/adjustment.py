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
        lot = Lot(key, now, now, expires_at(now, terms))
        postings: tuple[Posting, ...] = (Posting(key, Account.ISSUED, Account.AVAILABLE, points),)
        return Transaction(Kind.ADJUST, key, now, postings, reason, author, lots=(lot,))
    there = wallet.spendable(now)
    if -points > there:
        raise Refusal("balance", there, there)
    postings = tuple(Posting(lot, Account.AVAILABLE, Account.ISSUED, part) for lot, part in wallet.draw(-points, now))
    return Transaction(Kind.ADJUST, key, now, postings, reason, author)
