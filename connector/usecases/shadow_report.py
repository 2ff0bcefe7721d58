"""Our balances beside another system's: each difference with its reason.

The rule kept here: it is compared at the moment of which their file speaks, with all that is known today of that
moment. It only reads.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from connector.core.balance import Balance, balance
from connector.core.ledger import Kind
from connector.core.programme import Terms
from connector.core.shadow import OrderPoints, Reason, Stretch, Why, bar, reasons, reckoning, shared_rates
from connector.db import joining, ledger, orders, shadow, statements
from connector.db.engine import Database
from connector.db.joining import Groups
from connector.db.shadow import JudgedOrder, Reading, Told, ToldOrder
from connector.db.statements import EntryRow
from connector.db.stores import StoreRow
from connector.usecases.programmes import versions
from connector.usecases.shadow import NothingRead

_AT_ONCE = 200  # members
_NOTHING = ToldOrder("", 0, 0)

Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Differing:
    """Somebody whose balance is another one there. `member` None: nobody of ours, but this customer of the store."""

    member: int | None
    customer: str | None
    ours: int
    theirs: int
    difference: int
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Sum:
    """What all reasons of one kind come to: how many there are, and points that we say more (or less)."""

    why: Why
    times: int
    points: int


@dataclass(slots=True)
class Report:
    """Both systems at the moment of the last file in the time. `since` is that of the first, where there are several:
    what differed then already is a reason of its own. `strange_orders` are told there and not in our books."""

    store: str
    currency: str
    at: datetime
    since: datetime | None
    orders_told: bool
    agree: int = 0
    ours: int = 0
    theirs: int = 0
    differing: list[Differing] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    strange_orders: int = 0


@dataclass(frozen=True, slots=True)
class _Moment:
    """What they say of one moment: balances by who stands for the person, orders by number or id."""

    at: datetime
    balances: Mapping[int, int]
    orders: Mapping[str, ToldOrder]


def report(
    database: Database,
    store: StoreRow,
    begins: datetime | None,
    ends: datetime,
    watch: Watch = lambda done, whole: None,
) -> Report:
    """Compare at the last file that speaks of a moment in [begins, ends). Raises NothingRead."""
    with database.read() as connection:
        known = shadow.readings(connection, store.id)
        read = [one for one in known if (begins is None or begins <= one.taken_at) and one.taken_at < ends]
        if not read:
            raise NothingRead(f"no file of {store.name} speaks of that time; `loyalty shadow import` reads one")
        return _Comparing(connection, store, read).report(watch)


class _Comparing:
    """One comparison, members some at a time."""

    def __init__(self, connection: Connection, store: StoreRow, read: list[Reading]) -> None:
        self._connection = connection
        self._store = store
        self._terms: Terms = versions(connection, store.programme_id).latest
        told, before = (shadow.balances(connection, one.id) for one in (read[-1], read[0]))
        self._nobodys = [one for one in told if one.member_id is None]
        everybody = {one.member_id for one in (*told, *before) if one.member_id is not None}
        everybody |= set(shadow.members_of(connection, store.id))
        self._groups = self._all_groups(sorted(everybody))
        self._end = self._moment(read[-1], told)
        self._beginning = self._moment(read[0], before) if len(read) > 1 else None

    def report(self, watch: Watch) -> Report:
        since = self._beginning.at if self._beginning else None
        found = Report(self._store.name, self._terms.currency, self._end.at, since, bool(self._end.orders))
        roots = sorted(set(self._groups.roots.values()))
        stretches: dict[int, tuple[int, Stretch]] = {}
        for start in range(0, len(roots), _AT_ONCE):
            some = roots[start : start + _AT_ONCE]
            ours = self._balances(some, self._end.at)
            found.ours += sum(one.available for one in ours.values())
            differing = [root for root in some if ours[root].available != self._end.balances.get(root, 0)]
            found.agree += len(self._end.balances.keys() & set(some) - set(differing))
            stretches |= {root: (ours[root].available, one) for root, one in self._stretches(differing, ours)}
            watch(start + len(some), len(roots))
        rates = shared_rates(order for _, one in stretches.values() for order in one.orders)
        for root, (available, stretch) in stretches.items():
            why = reasons(stretch, rates)
            if root not in self._end.balances:
                why = [Reason(Why.NOT_TOLD, available)]
            theirs = self._end.balances.get(root, 0)
            found.differing.append(Differing(root, None, available, theirs, available - theirs, why))
        self._conclude(found)
        return found

    def _conclude(self, found: Report) -> None:
        """Add those whom we do not know, and sum up."""
        found.theirs = sum(self._end.balances.values()) + sum(one.points for one in self._nobodys)
        strangers = [one for one in self._nobodys if one.points]
        found.agree += len(self._nobodys) - len(strangers)
        found.differing += [
            Differing(None, one.customer, 0, one.points, -one.points, [Reason(Why.NOT_KNOWN, -one.points)])
            for one in strangers
        ]
        found.differing.sort(key=lambda one: (-abs(one.difference), one.member or 0))
        times: Counter[Why] = Counter()
        points: Counter[Why] = Counter()
        for one in found.differing:
            for reason in one.reasons:
                times[reason.why] += 1
                points[reason.why] += reason.points
        found.sums = [Sum(why, times[why], points[why]) for why in Why if times[why]]
        placed = shadow.numbers_known(self._connection, self._store.id, self._end.orders.keys())
        found.strange_orders = len(self._end.orders.keys() - placed)

    def _all_groups(self, ids: list[int]) -> Groups:
        roots: dict[int, int] = {}
        for start in range(0, len(ids), _AT_ONCE):
            roots |= joining.groups(self._connection, ids[start : start + _AT_ONCE]).roots
        return Groups(roots)

    def _moment(self, reading: Reading, told: Collection[Told]) -> _Moment:
        balances: dict[int, int] = defaultdict(int)
        for one in told:
            if one.member_id is not None:
                balances[self._groups.root(one.member_id)] += one.points
        told_orders = shadow.orders_told(self._connection, self._store.id, reading.taken_at)
        return _Moment(reading.taken_at, dict(balances), told_orders)

    def _balances(self, roots: Collection[int], at: datetime) -> dict[int, Balance]:
        wallets = ledger.wallets(self._connection, roots, self._terms, at)
        return {root: balance(wallets[root], at) for root in roots}

    def _stretches(self, roots: Collection[int], ours: Mapping[int, Balance]) -> Iterator[tuple[int, Stretch]]:
        """What became of these in the time."""
        if not roots:
            return
        beginning = self._beginning
        before = self._balances(roots, beginning.at) if beginning else {}
        fellows = [one for root in roots for one in self._groups.fellows(root)]
        held: dict[int, list[JudgedOrder]] = defaultdict(list)
        for order in shadow.orders_of(self._connection, self._store.id, fellows):
            held[self._groups.root(order.member_id)].append(order)
        entries: dict[int, list[EntryRow]] = defaultdict(list)
        for entry in statements.of(self._connection, fellows):
            if entry.happened_at <= self._end.at and (beginning is None or entry.happened_at > beginning.at):
                entries[self._groups.root(entry.member_id)].append(entry)
        for root in roots:
            end, was = ours[root], before.get(root, Balance(0, 0, 0, 0, 0))
            moved = entries[root]
            differed = was.available - beginning.balances.get(root, 0) if beginning else 0
            yield (
                root,
                Stretch(
                    end.available - self._end.balances.get(root, 0),
                    differed,
                    tuple(self._orders(held[root], moved)),
                    pending=end.pending - was.pending,
                    expired=end.expired - was.expired,
                    manual=sum(entry.change for entry in moved if entry.kind == Kind.ADJUST),
                    bonus=sum(_given(entry) for entry in moved if _is_bonus(entry)),
                    used=end.held + end.redeemed - was.held - was.redeemed,
                ),
            )

    def _orders(self, held: Collection[JudgedOrder], moved: Collection[EntryRow]) -> Iterator[OrderPoints]:
        given: dict[str, int] = defaultdict(int)
        for entry in moved:
            if entry.order_ref:
                given[entry.order_ref] += _given(entry)
        for one in held:
            ours = given[orders.reference(self._store.name, one.id)]
            told = self._told(one)
            how = reckoning(one.award, ours, one.order.total)
            if ours or (told and (told.earned or told.spent)):
                there, spent = (told.earned, told.spent) if told else (None, 0)
                yield OrderPoints(one.number, ours, there, spent, how, bar(one.award))

    def _told(self, one: JudgedOrder) -> ToldOrder | None:
        """What they told of the order in the time; None where they told of no orders then."""
        beginning = self._beginning
        if not self._end.orders or (beginning and not beginning.orders and one.order.placed_at <= beginning.at):
            return None
        end, was = self._on(self._end, one), self._on(beginning, one) if beginning else _NOTHING
        return ToldOrder(one.number, end.earned - was.earned, end.spent - was.spent)

    @staticmethod
    def _on(moment: _Moment, one: JudgedOrder) -> ToldOrder:
        return moment.orders.get(one.number) or moment.orders.get(one.id) or _NOTHING


def _given(entry: EntryRow) -> int:
    return entry.points if entry.kind == Kind.EARN else -entry.points if entry.kind == Kind.CLAWBACK else 0


def _is_bonus(entry: EntryRow) -> bool:
    """An order is named store/id, and whatever else earns store:kind/id."""
    return entry.order_ref is not None and ":" in entry.order_ref.partition("/")[0]
