"""Forgetting a person: what of an order stays, and how their points leave the books.

The rule kept here: the books keep amounts and drop the person. What an order costs and gave stays, and points leave by
the routes that all points take; nothing that was posted is changed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from connector.core.commerce import Buyer, Order
from connector.core.ledger import Account, Kind, Posting, Transaction, Wallet
from connector.core.programme import Terms
from connector.core.redemption import void

REASON = "erased"
_ADDRESS = re.compile(r"[^\s@]@[^\s@]")


def tells_who(text: str, name: str = "") -> bool:
    """Does a text that would stand in the books for ever tell of a person: an address, or this name?"""
    named = name.strip() and re.search(rf"\b{re.escape(name.strip())}\b", text, re.IGNORECASE)
    return bool(named or _ADDRESS.search(text))


def known_as(member: int) -> str:
    """The customer that stands in the orders of an erased member for the one they were."""
    return f"{REASON}:{member}"


def strip(order: Order, member: int) -> Order:
    """The order without the person: whose it was, only our number says."""
    refunds = tuple(replace(refund, reason="") for refund in order.refunds)
    return replace(order, buyer=Buyer(known_as(member), None), refunds=refunds)


def held_redemptions(wallet: Wallet) -> list[str]:
    """The redemptions that hold points."""
    held = {place.redemption for place, points in wallet.balances.items() if place.account is Account.HELD and points}
    return sorted(reference for reference in held if reference is not None)


def let_go(
    member: int, wallet: Wallet, ended: Iterable[str], terms: Terms, author: str, now: datetime
) -> list[Transaction]:
    """What these redemptions of the person hold comes back, and then all that is pending or available lapses at once.

    What others hold of it, who were once one person with them, stays theirs to use.
    """
    transactions = []
    for reference in ended:
        if back := void(reference, wallet, terms, now, REASON):
            wallet = wallet.post(back)
            transactions.append(back)
    if gone := lapse(f"erase:{member}", wallet, author, now):
        transactions.append(gone)
    return transactions


def lapse(key: str, wallet: Wallet, author: str, now: datetime) -> Transaction | None:
    """All that is pending or available is gone; None if nothing is."""
    postings = tuple(
        Posting(lot, account, Account.EXPIRED, points)
        for lot in sorted(wallet.lots.keys() - wallet.strange)
        for account in (Account.PENDING, Account.AVAILABLE)
        if (points := wallet.at(lot, account))
    )
    return Transaction(Kind.EXPIRE, key, now, postings, REASON, author) if postings else None
