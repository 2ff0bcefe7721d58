"""When points ripen and when they lapse, and the transactions that say so.

The rule kept here: days and months are counted on the programme's calendar; a lot lapses at the end of its last day.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import ExpiryPolicy, Terms


def matures_at(granted_at: datetime, terms: Terms) -> datetime:
    """N x 24 hours after the award (C16)."""
    return granted_at + timedelta(days=terms.grant.delay_days)


def expires_at(granted_at: datetime, terms: Terms) -> datetime | None:
    """The first moment at which unused points of a lot are gone (C55). None: never, or when all of the wallet goes."""
    match terms.expiry.policy:
        case ExpiryPolicy.PER_LOT:
            return _months_after(granted_at, terms)
        case ExpiryPolicy.FIXED_DATE:
            return _next_day_of_year(granted_at, terms)
        case ExpiryPolicy.NONE | ExpiryPolicy.FIRST_POINT | ExpiryPolicy.INACTIVITY:
            return None


def _months_after(at: datetime, terms: Terms) -> datetime:
    return months_after(at, terms.expiry.months, terms.timezone)


def months_after(at: datetime, months: int, timezone: str) -> datetime:
    """The same day some months on, clamped to the month's end, at the end of that day."""
    return _end_of_day(_moved(at.astimezone(ZoneInfo(timezone)), months))


def months_before(at: datetime, months: int, timezone: str) -> datetime:
    """The beginning of the same day some months back, clamped to the month's end."""
    local = _moved(at.astimezone(ZoneInfo(timezone)), -months)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _moved(local: datetime, months: int) -> datetime:
    month = local.month - 1 + months
    year, month = local.year + month // 12, month % 12 + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))


def _next_day_of_year(at: datetime, terms: Terms) -> datetime:
    """The end of the first such day (29 February being the 28th in other years) that is at least `months` away."""
    local = at.astimezone(ZoneInfo(terms.timezone))
    month, day = terms.expiry.day
    earliest = _months_after(at, terms)
    years = (local.year + year for year in range(terms.expiry.months // 12 + 3))
    ends = (_end_of_day(local.replace(year=y, month=month, day=min(day, monthrange(y, month)[1]))) for y in years)
    return next(end for end in ends if end >= earliest)


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that changed a wallet's unused points (pending, available or held) by `change`."""

    at: datetime
    kind: Kind
    change: int


def shares_expiry(terms: Terms) -> bool:
    """Do all unused points of a member go at once, whatever lot they are in?"""
    return terms.expiry.policy in (ExpiryPolicy.FIRST_POINT, ExpiryPolicy.INACTIVITY)


def with_shared_expiry(wallet: Wallet, movements: Iterable[Movement], terms: Terms) -> Wallet:
    """The wallet with the expiry that its lots share, under the policies where all unused points go at once.

    The moments at which everything went follow from the movements alone, so it does not matter in which order we learnt
    of them. A lot goes at the first such moment after it was earned.
    """
    moments = list(_moments(movements, terms))
    lots = {
        lot.key: replace(lot, expires_at=next((moment for moment in moments if moment > lot.earned_at), None))
        if lot.expires_at is None
        else lot
        for lot in wallet.lots.values()
    }
    return replace(wallet, lots=lots)


def _moments(movements: Iterable[Movement], terms: Terms) -> Iterator[datetime]:
    """When all unused points went or will go, oldest first."""
    first_point = terms.expiry.policy is ExpiryPolicy.FIRST_POINT
    ends: datetime | None = None
    unused = 0
    for movement in sorted(movements, key=lambda movement: movement.at):
        if ends is not None and movement.at >= ends:
            yield ends
            ends, unused = None, 0
        if movement.kind is Kind.EXPIRE:
            continue  # it is what this function says, written down
        unused = max(0, unused + movement.change)
        if not unused:
            ends = None
        elif ends is None or (not first_point and movement.kind in _ACTIVITY):
            ends = _months_after(movement.at, terms)
    if ends is not None:
        yield ends


_ACTIVITY = frozenset({Kind.EARN, Kind.HOLD, Kind.ADJUST})


def grace_until(now: datetime, terms: Terms) -> datetime:
    """How long points live that came back after their lot had lapsed (C21)."""
    return _end_of_day(now.astimezone(ZoneInfo(terms.timezone)) + timedelta(days=terms.expiry.grace_days))


def end_of_date(day: date, timezone: str) -> datetime:
    """The first moment after this day in the time zone."""
    return _end_of_day(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)))


def _end_of_day(local: datetime) -> datetime:
    next_day = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_day.astimezone(UTC)


def age(wallet: Wallet, lots: Iterable[Lot], now: datetime) -> list[Transaction]:
    """What time alone does to these lots: the ripe ones vest, the lapsed ones expire. Nothing, where nothing is due."""
    transactions = []
    for lot in lots:
        lapsed = lot.expires_at is not None and lot.expires_at <= now
        if lot.key in wallet.strange or not (lapsed or lot.matures_at <= now):
            continue
        pending = wallet.at(lot.key, Account.PENDING)
        available = wallet.at(lot.key, Account.AVAILABLE) if lapsed else 0
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
        if lot.expires_at is not None and lapsed and (pending or available):
            unused = [(Account.PENDING, pending), (Account.AVAILABLE, available)]
            # A worker with an older clock may yet give points back into the lot: they lapse too, under the next key.
            before = wallet.at(lot.key, Account.EXPIRED)
            transactions.append(
                Transaction(
                    Kind.EXPIRE,
                    f"expire:{lot.key}:{before}",
                    lot.expires_at,
                    tuple(Posting(lot.key, account, Account.EXPIRED, points) for account, points in unused if points),
                    reason="expired",
                    order=lot.order,
                )
            )
    return transactions
