"""The ledger: points lie in lots, a lot's points lie in accounts, and a transaction moves them.

The rule kept here: a point is in exactly one account of exactly one lot, and nothing that was posted is ever changed.
Every figure is a sum over postings; a correction is another transaction. ROUTES is the chart of accounts: what it does
not list cannot happen.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from connector.core.explain import Step


class Account(StrEnum):
    ISSUED = "issued"  # where points come from; the only account that goes below zero
    PENDING = "pending"
    AVAILABLE = "available"
    HELD = "held"
    REDEEMED = "redeemed"
    EXPIRED = "expired"


class Kind(StrEnum):
    EARN = "earn"
    VEST = "vest"
    CLAWBACK = "clawback"
    EXPIRE = "expire"
    HOLD = "hold"
    CAPTURE = "capture"
    VOID = "void"
    REINSTATE = "reinstate"
    ADJUST = "adjust"


_A = Account
Route = tuple[Account, Account]
ROUTES: Mapping[Kind, frozenset[Route]] = MappingProxyType(
    {
        Kind.EARN: frozenset({(_A.ISSUED, _A.PENDING)}),
        Kind.VEST: frozenset({(_A.PENDING, _A.AVAILABLE)}),
        Kind.CLAWBACK: frozenset({(_A.PENDING, _A.ISSUED), (_A.AVAILABLE, _A.ISSUED)}),
        Kind.EXPIRE: frozenset({(_A.PENDING, _A.EXPIRED), (_A.AVAILABLE, _A.EXPIRED)}),
        Kind.HOLD: frozenset({(_A.AVAILABLE, _A.HELD)}),
        Kind.CAPTURE: frozenset({(_A.HELD, _A.REDEEMED)}),
        # What comes back into a lot that expired meanwhile expires with it, and is issued anew with a grace period.
        Kind.VOID: frozenset({(_A.HELD, _A.AVAILABLE), (_A.HELD, _A.EXPIRED), (_A.ISSUED, _A.AVAILABLE)}),
        Kind.REINSTATE: frozenset({(_A.REDEEMED, _A.AVAILABLE), (_A.REDEEMED, _A.EXPIRED), (_A.ISSUED, _A.AVAILABLE)}),
        Kind.ADJUST: frozenset({(_A.ISSUED, _A.AVAILABLE), (_A.AVAILABLE, _A.ISSUED)}),
    }
)

# Points in these accounts belong to one redemption, so that capturing one never takes what another holds.
_BY_REDEMPTION = frozenset({Account.HELD, Account.REDEEMED})
_NEEDS_REDEMPTION = frozenset({Kind.HOLD, Kind.CAPTURE, Kind.VOID, Kind.REINSTATE})

FOREVER = datetime.max.replace(tzinfo=UTC)


class LedgerError(Exception):
    """A transaction that the books refuse. It is a defect of the caller's, and nothing was posted."""


class IllegalRoute(LedgerError):
    """The kind of transaction does not allow this source and destination."""


class Overdrawn(LedgerError):
    """The source holds fewer points than the posting moves."""


class BadPosting(LedgerError):
    """Not a positive number of points, an unknown lot, a lot opened twice, a missing redemption."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Points earned together, with one maturity and one expiry (None: they never expire). `order` made them, if any."""

    key: str
    earned_at: datetime
    matures_at: datetime
    expires_at: datetime | None = None
    order: str | None = None

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class Posting:
    """Points of one lot go from one account to another. It cannot be unbalanced: it has both ends."""

    lot: str
    source: Account
    destination: Account
    points: int


@dataclass(frozen=True, slots=True)
class Transaction:
    """One event in the books: postings that belong together, and why.

    `key` is made from the cause and is unique for ever; `happened_at` is when it came to be in the shop's world (when
    it was written down is the database's to say). `order` and `redemption` name the cause, `resolves` the key of the
    transaction that this one answers. `request` says what was asked for, where that is not the postings themselves.
    `trace` is the reckoning that it follows from, as it was then.
    """

    kind: Kind
    key: str
    happened_at: datetime
    postings: tuple[Posting, ...]
    reason: str
    author: str = "programme"
    lots: tuple[Lot, ...] = ()
    order: str | None = None
    redemption: str | None = None
    resolves: str | None = None
    request: str = ""
    trace: tuple[Step, ...] = ()

    @property
    def points(self) -> int:
        """How many points it moves."""
        return sum(posting.points for posting in self.postings)

    @property
    def fingerprint(self) -> str:
        """What the key stands for: the same key with another fingerprint is an error, not a replay."""
        content = self.request or [
            [[p.lot, p.source, p.destination, p.points] for p in self.postings],
            [[lot.key, lot.matures_at.isoformat(), str(lot.expires_at)] for lot in self.lots],
        ]
        text = json.dumps([self.kind, self.order, self.redemption, self.resolves, content], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where points lie. Held and redeemed points also know their redemption."""

    lot: str
    account: Account
    redemption: str | None = None


def places(posting: Posting, redemption: str | None) -> tuple[Place, Place]:
    """The place a posting takes from and the place it gives to."""
    return _place(posting.lot, posting.source, redemption), _place(posting.lot, posting.destination, redemption)


def _place(lot: str, account: Account, redemption: str | None) -> Place:
    return Place(lot, account, redemption if account in _BY_REDEMPTION else None)


@dataclass(frozen=True, slots=True)
class Wallet:
    """All lots of one person and where their points lie. A value: posting returns another wallet.

    `strange` are lots of somebody else who was once joined to them: a redemption of theirs may give points back into
    these, and nothing else of them is theirs.
    """

    lots: Mapping[str, Lot] = field(default_factory=dict)
    balances: Mapping[Place, int] = field(default_factory=dict)
    strange: frozenset[str] = frozenset()

    def post(self, transaction: Transaction) -> "Wallet":
        """The wallet after this transaction. Raises LedgerError, and then nothing has changed."""
        lots = dict(self.lots)
        for lot in transaction.lots:
            if lot.key in lots:
                raise BadPosting(f"lot {lot.key} is there already")
            lots[lot.key] = lot
        if transaction.kind in _NEEDS_REDEMPTION and transaction.redemption is None:
            raise BadPosting(f"{transaction.kind} must name its redemption")
        if not transaction.postings:
            raise BadPosting(f"{transaction.key} moves nothing")
        for lot in transaction.lots:
            if all(posting.lot != lot.key for posting in transaction.postings):
                raise BadPosting(f"lot {lot.key} gets no points")
        balances = dict(self.balances)
        for posting in transaction.postings:
            if (posting.source, posting.destination) not in ROUTES[transaction.kind]:
                raise IllegalRoute(f"{transaction.kind} cannot go from {posting.source} to {posting.destination}")
            if posting.points <= 0:
                raise BadPosting(f"a posting moves a positive number of points, not {posting.points}")
            if posting.lot not in lots:
                raise BadPosting(f"lot {posting.lot} is not in this wallet")
            source, destination = places(posting, transaction.redemption)
            balances[source] = balances.get(source, 0) - posting.points
            balances[destination] = balances.get(destination, 0) + posting.points
            if balances[source] < 0 and source.account is not Account.ISSUED:
                short = -balances[source]
                raise Overdrawn(f"{transaction.key}: lot {posting.lot} is {short} points short in {posting.source}")
        return Wallet(lots, balances, self.strange)

    def post_all(self, transactions: Iterable[Transaction]) -> "Wallet":
        wallet = self
        for transaction in transactions:
            wallet = wallet.post(transaction)
        return wallet

    def total(self, account: Account) -> int:
        """Points in one account over all lots."""
        return sum(
            points
            for place, points in self.balances.items()
            if place.account is account and place.lot not in self.strange
        )

    def at(self, lot: str, account: Account) -> int:
        """Points of a lot in an account that belongs to no redemption."""
        return self.balances.get(Place(lot, account), 0)

    def of_redemption(self, redemption: str, account: Account) -> dict[str, int]:
        """Lot → points that a redemption has in HELD or REDEEMED, in the order they would be drawn."""
        found = {
            place.lot: points
            for place, points in self.balances.items()
            if place.redemption == redemption and place.account is account and points
        }
        return {lot.key: found[lot.key] for lot in sorted((self.lots[key] for key in found), key=spending_order)}

    def of_order(self, order: str) -> list[Lot]:
        """Lots that an order made, newest first."""
        return sorted((lot for lot in self.lots.values() if lot.order == order), key=lambda lot: lot.key, reverse=True)

    def spendable(self, now: datetime) -> int:
        """Points that may be redeemed at this moment: available, in lots that have not expired."""
        return sum(self._spendable_of(lot, now) for lot in self.lots.values())

    def draw(self, points: int, now: datetime, besides: frozenset[str] = frozenset()) -> list[tuple[str, int]]:
        """(lot, points) that together make up `points`, those that expire first being drawn first.

        Leaves the lots in `besides` alone, and gives less where there is less.
        """
        drawn = []
        for lot, available in self._spendable_lots(now):
            part = min(points, available)
            if part > 0 and lot.key not in besides:
                drawn.append((lot.key, part))
                points -= part
        return drawn

    def _spendable_lots(self, now: datetime) -> Iterator[tuple[Lot, int]]:
        for lot in sorted(self.lots.values(), key=spending_order):
            if available := self._spendable_of(lot, now):
                yield lot, available

    def _spendable_of(self, lot: Lot, now: datetime) -> int:
        return 0 if lot.expired(now) or lot.key in self.strange else self.at(lot.key, Account.AVAILABLE)


def spending_order(lot: Lot) -> tuple[datetime, datetime, str]:
    """What expires first is spent first, what never expires last; of equals the older one."""
    return (lot.expires_at or FOREVER, lot.earned_at, lot.key)
