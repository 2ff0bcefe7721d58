"""What a programme would have made of one member's orders: their life from an empty wallet, told moment by moment.

The rule kept here: awards, settling, tiers, expiry and redeeming are the functions that keep the real books; only the
redeeming is assumed, and what is assumed is said in `Assumed`. Nothing is written anywhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop
from zoneinfo import ZoneInfo

from connector.core import bonuses
from connector.core.commerce import Order
from connector.core.counting import in_currency
from connector.core.earning import Award, Facts, evaluate, granted_at
from connector.core.expiry import Movement, age, shares_expiry, with_shared_expiry
from connector.core.kept import kept
from connector.core.ledger import Account, Kind, Transaction, Wallet
from connector.core.participation import bar_to_redeeming, converts, rates
from connector.core.product_terms import NO_PRODUCT_TERMS, ProductTerms
from connector.core.programme import Debt, Status, Terms
from connector.core.quote import allowed, worth
from connector.core.redemption import Redeemed, fulfil, hold
from connector.core.settlement import Owed, collect, settle_award
from connector.core.tiers import Contribution, contribution, tier_at, when_granting


@dataclass(frozen=True, slots=True)
class Assumed:
    """Orders placed from `begins` on are judged, as they stood before `ends`. Of all points that a member could ever
    spend, `redeem` per cent are redeemed, each time as soon as the programme lets so many be."""

    begins: datetime
    ends: datetime
    redeem: int = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """An order of the member; `own_codes` are the programme's own on it."""

    store: str
    order: Order
    own_codes: frozenset[str] = frozenset()
    products: ProductTerms = NO_PRODUCT_TERMS

    @property
    def reference(self) -> str:
        return f"{self.store}/{self.order.id}"


@dataclass(slots=True)
class Month:
    """Points that moved in a calendar month of the programme's time zone."""

    issued: int = 0
    taken_back: int = 0
    redeemed: int = 0
    expired: int = 0

    def add(self, other: "Month") -> None:
        self.issued += other.issued
        self.taken_back += other.taken_back
        self.redeemed += other.redeemed
        self.expired += other.expired


@dataclass(slots=True)
class Life:
    """What became of one member: points by month (2026-01), what the redeemed ones were worth in minor units, what
    is left at the end, and the tier then."""

    months: dict[str, Month] = field(default_factory=lambda: defaultdict(Month))
    worth: int = 0
    available: int = 0
    pending: int = 0
    owed: int = 0
    tier: str | None = None

    @property
    def earned(self) -> int:
        """Points that were given and stayed given."""
        return sum(month.issued - month.taken_back for month in self.months.values())


def in_force(terms: Terms) -> Terms:
    """The terms as if they had been in force all the time: a draft is tried like any other."""
    return replace(terms, status=Status.ACTIVE, starts_at=None)


def live(orders: Sequence[Placed], terms: Terms, assumed: Assumed) -> Life:
    """The member's life under these terms. Orders from before `begins` only lift the tier."""
    replay = _Replay(terms, assumed, orders)
    for at, reference, award in replay.awards():
        replay.wake_until(at)
        replay.settle(at, reference, award)
    replay.wake_until(assumed.ends)
    return replay.end()


def revenue(orders: Sequence[Placed], terms: Terms, assumed: Assumed) -> int:
    """What the member paid and did not get back, with tax, in the programme's currency, for orders placed in the time;
    another currency counts where the programme converts it, at the order's own rate."""
    return sum(_paid(one.order, terms) for one in orders if assumed.begins <= one.order.placed_at < assumed.ends)


def _paid(order: Order, terms: Terms) -> int:
    was = when_granting(order, terms)
    if was is None or was is not order or not (order.paid_at or order.completed_at):
        return 0
    if order.currency != terms.currency and not converts(order, terms):
        return 0
    return sum(item.paid for item in in_currency(kept(order), order, terms))


def states(order: Order, terms: Terms) -> Iterator[tuple[datetime, Order]]:
    """The order as it stood when it was granted, after each refund, and when it was over, as far as its dates tell."""
    was = when_granting(order, terms)
    if was is None:
        return
    since = granted_at(order, terms)
    last = since
    for at in [since, *sorted({refund.refunded_at for refund in order.refunds if refund.refunded_at > since})]:
        refunds = tuple(refund for refund in order.refunds if refund.refunded_at <= at)
        yield at, was if refunds == was.refunds else replace(was, refunds=refunds)
        last = at
    if was is not order:
        yield max(last, order.modified_at), order


class _Replay:
    """A wallet on its way through time."""

    def __init__(self, terms: Terms, assumed: Assumed, orders: Sequence[Placed]) -> None:
        self._terms = terms
        self._assumed = assumed
        self._orders = sorted(orders, key=lambda one: (one.order.placed_at, one.reference))
        self._zone = ZoneInfo(terms.timezone)
        self._wallet = Wallet()  # its lots without the expiry that they share
        self._movements: list[Movement] = []
        self._given: dict[str, int] = defaultdict(int)
        self._entries: dict[str, int] = defaultdict(int)
        self._shortfalls: dict[str, int] = {}
        self._ripening: list[datetime] = []
        self._store, self._groups = "", tuple[str, ...]()  # of the last order
        self._life = Life()
        self._contributions: dict[str, Contribution] = {}
        if terms.tiers:
            for one in self._orders:
                if found := contribution(one.order, terms, self._facts(one)):
                    self._contributions[one.reference] = found

    def awards(self) -> Iterator[tuple[datetime, str, Award]]:
        """What each order was worth from when on, oldest first."""
        found: list[tuple[datetime, str, int, Award]] = []
        for one in self._orders:
            if not self._assumed.begins <= one.order.placed_at < self._assumed.ends:
                continue
            facts = self._facts(one, rising=True)
            for number, (at, order) in enumerate(states(one.order, self._terms)):
                found.append((at, one.reference, number, evaluate(order, self._terms, facts)))
            if self._terms.bonuses.order_placed:
                award = bonuses.placed(one.order, self._terms)
                found.append((one.order.placed_at, f"placed:{one.reference}", 0, award))
        by_reference = {one.reference: one for one in self._orders}
        for at, reference, _, award in sorted(found, key=lambda one: one[:3]):
            if at >= self._assumed.ends:
                return
            last = by_reference[reference.removeprefix("placed:")]
            self._store, self._groups = last.store, last.order.buyer.groups
            yield at, reference, award

    def _facts(self, one: Placed, *, rising: bool = False) -> Facts:
        tier = None
        if rising and self._terms.tiers:
            others = [found for reference, found in self._contributions.items() if reference != one.reference]
            tier = tier_at(one.order.placed_at, others, self._terms.tiers, self._terms.timezone)
        return Facts(one.store, one.own_codes, tier, one.products)

    def settle(self, at: datetime, reference: str, award: Award) -> None:
        """Bring the books to the award, and redeem what there is then."""
        settled = settle_award(
            reference,
            self._entries[reference],
            award,
            self._given[reference],
            self._shared(),
            self._terms.debt,
            at,
            at,
        )
        self._post(settled.transactions)
        self._shortfalls[reference] = settled.shortfall
        self._look(at)

    def wake_until(self, at: datetime) -> None:
        """What ripens before that moment may be redeemed then; what lapses does."""
        heapify(self._ripening)
        while self._ripening and self._ripening[0] < at:
            self._look(heappop(self._ripening))
        self._age(at)

    def end(self) -> Life:
        self._life.available = self._wallet.total(Account.AVAILABLE)
        self._life.pending = self._wallet.total(Account.PENDING)
        self._life.owed = sum(self._shortfalls.values())
        if self._terms.tiers:
            found = self._contributions.values()
            tier = tier_at(self._assumed.ends, list(found), self._terms.tiers, self._terms.timezone)
            self._life.tier = tier.name if tier else None
        return self._life

    def _look(self, at: datetime) -> None:
        self._age(at)
        if self._terms.debt is Debt.OWE:
            owed = [Owed(ref, self._entries[ref], points) for ref, points in self._shortfalls.items() if points]
            paid, left = collect(owed, self._shared(), at)
            self._post(paid)
            self._shortfalls |= left
        self._redeem(at)

    def _age(self, at: datetime) -> None:
        wallet = self._shared()
        self._post(age(wallet, wallet.lots.values(), at))

    def _redeem(self, at: datetime) -> None:
        redemption = rates(self._terms, self._store, self._groups).redemption
        if redemption is None or bar_to_redeeming(self._groups, self._terms, redemption):
            return
        wallet = self._shared()
        spendable, redeemed = wallet.spendable(at), wallet.total(Account.REDEEMED)
        ever = spendable + redeemed + wallet.total(Account.EXPIRED)
        wanted = min(spendable, ever * self._assumed.redeem // 100 - redeemed)
        points = allowed(wanted, redemption) if wanted > 0 else 0
        if not points:
            return
        one = Redeemed(f"r{len(self._movements)}", "", points)
        held = hold(one, wallet, at, "programme", "")
        self._post([held])
        if used := fulfil(one.id, self._wallet, at, held.reason, held.author):
            self._post([used])
        self._life.worth += worth(points, redemption) or 0

    def _shared(self) -> Wallet:
        if not shares_expiry(self._terms):
            return self._wallet
        return with_shared_expiry(self._wallet, self._movements, self._terms)

    def _post(self, transactions: Sequence[Transaction]) -> None:
        for one in transactions:
            self._wallet = self._wallet.post(one)
            self._ripening.extend(lot.matures_at for lot in one.lots if lot.matures_at > lot.earned_at)
            local = one.happened_at.astimezone(self._zone)
            month = self._life.months[f"{local.year}-{local.month:02}"]
            match one.kind:
                case Kind.EARN:
                    month.issued += one.points
                    change = one.points
                case Kind.CLAWBACK:
                    month.taken_back += one.points
                    change = -one.points
                case Kind.EXPIRE:
                    month.expired += one.points
                    change = -one.points
                case Kind.CAPTURE:
                    month.redeemed += one.points
                    change = -one.points
                case _:
                    change = 0
            if one.order is not None and one.kind in (Kind.EARN, Kind.CLAWBACK):
                self._given[one.order] += change
            if one.order is not None:
                self._entries[one.order] += 1
            self._movements.append(Movement(one.happened_at, one.kind, change))
