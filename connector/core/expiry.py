"""When points ripen and when they lapse, and the transactions that say so.

The rule kept here: days and months are counted on the programme's calendar; a lot lapses at the end of its last day.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import ExpiryPolicy, Terms


def matures_at(granted_at: datetime, terms: Terms) -> datetime:
    """N x 24 hours after the award (C16)."""
    return granted_at + timedelta(days=terms.grant.delay_days)


def expires_at(granted_at: datetime, terms: Terms) -> datetime | None:
    """The first moment at which unused points are gone (C55): the same day some months on, clamped to the month's end,
    at the end of that day in the programme's time zone. None: never."""
    if terms.expiry.policy is ExpiryPolicy.NONE:
        return None
    local = granted_at.astimezone(ZoneInfo(terms.timezone))
    month = local.month - 1 + terms.expiry.months
    year, month = local.year + month // 12, month % 12 + 1
    last_day = local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
    return _end_of_day(last_day)


def grace_until(now: datetime, terms: Terms) -> datetime:
    """How long points live that came back after their lot had lapsed (C21)."""
    return _end_of_day(now.astimezone(ZoneInfo(terms.timezone)) + timedelta(days=terms.expiry.grace_days))


def _end_of_day(local: datetime) -> datetime:
    next_day = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_day.astimezone(UTC)


def age(wallet: Wallet, lots: Iterable[Lot], now: datetime) -> list[Transaction]:
    """What time alone does to these lots: the ripe ones vest, the lapsed ones expire. Nothing, where nothing is due."""
    transactions = []
    for lot in lots:
        pending = wallet.at(lot.key, Account.PENDING)
        available = wallet.at(lot.key, Account.AVAILABLE)
        if pending and lot.matures_at <= now and not (lot.expires_at and lot.expires_at <= lot.matures_at):
            transactions.append(
                Transaction(
                    Kind.VEST,
                    f"vest:{lot.key}",
                    lot.matures_at,
                    (Posting(lot.key, Account.PENDING, Account.AVAILABLE, pending),),
                    reason="matured",
                    order=lot.order,
                )
            )
            pending, available = 0, available + pending
        if lot.expires_at is not None and lot.expires_at <= now and (pending or available):
            lapsed = [(Account.PENDING, pending), (Account.AVAILABLE, available)]
            # A worker with an older clock may yet give points back into the lot: they lapse too, under the next key.
            before = wallet.at(lot.key, Account.EXPIRED)
            transactions.append(
                Transaction(
                    Kind.EXPIRE,
                    f"expire:{lot.key}:{before}",
                    lot.expires_at,
                    tuple(Posting(lot.key, account, Account.EXPIRED, points) for account, points in lapsed if points),
                    reason="expired",
                    order=lot.order,
                )
            )
    return transactions
