"""Settling orders: snapshots in, books right, effects out. Webhook, poll, back-fill and reconcile all come here.

The rule kept here: one batch is one commit of the caller's; an order that cannot be settled never stops its neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

import structlog
from sqlalchemy import Connection

from connector import logs
from connector.core.commerce import GONE, Gone, Order, Stage
from connector.core.earning import Award, AwardState, Facts, evaluate
from connector.core.effects import Effect, RevokeCoupon
from connector.core.explain import Step
from connector.core.ledger import Transaction
from connector.core.made_for import points_taken
from connector.core.participation import rates
from connector.core.product_terms import ProductTerms
from connector.core.programme import EVERYTHING, Returns, Terms
from connector.core.redemption import settle_spending, spent_on, uses_up
from connector.core.settlement import Owed, settle_award
from connector.core.whose_code import used_by_another
from connector.db import (
    cards,
    claims,
    joining,
    ledger,
    members,
    orders,
    outbox,
    phones,
    programmes,
    redemptions,
    stores,
)
from connector.db.joining import Groups
from connector.db.ledger import Books, OrderHistory
from connector.db.orders import HeldOrder, SettledOrder
from connector.db.redemptions import RedemptionRow
from connector.usecases.bonuses import settle_placed
from connector.usecases.climbing import Climb, climb, has_tiers
from connector.usecases.contacts import hidden, told_phones
from connector.usecases.debts import collect_debts
from connector.usecases.forgotten import strip_erased
from connector.usecases.joining import join_the_sure
from connector.usecases.product_terms import table_for
from connector.usecases.programmes import Versions, versions
from connector.usecases.referrals import Concerned, concerned, settle_referrals
from connector.usecases.stores import Shop, Store

log = structlog.get_logger()
_NO_TRACES: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Settled:
    """What came of a batch. `failed` maps order id → why it could not be settled."""

    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    transactions: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Settled") -> None:
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.stale += other.stale
        self.transactions += other.transactions
        self.failed.update(other.failed)


def settle_orders(
    connection: Connection,
    store: Store,
    seen: Iterable[Order | Gone],
    now: datetime,
    traces: Mapping[str, str] = _NO_TRACES,
) -> Settled:
    """Make the books what these snapshots say. The connection is inside a write; nothing is committed here.

    `traces` (by order id) are those of the events that told of the orders.
    """
    known_versions = take_turn(connection, store)
    newest, gone = _newest(seen)
    newest = hidden(connection, store.programme_id, store.country, newest)
    held = orders.held(connection, store.id, newest.keys() | gone.keys())
    newest |= _deleted(connection, store, newest, gone, held)
    newest |= strip_erased(connection, store, newest, held)
    result = Settled()
    fresh: list[tuple[Order, str]] = []
    again: list[tuple[int, datetime]] = []
    for order in newest.values():
        before = held.get(order.id)
        digest = orders.digest(order)
        if reason := orders.unstorable(order):
            result.failed[order.id] = f"cannot be kept: {reason}"
        elif before is not None and _stale(order, before):
            result.stale += 1
        elif before is not None and digest == before.digest:
            again.append((before.row_id, order.observed_at))
            result.unchanged += 1
        else:
            fresh.append((order, digest))
    if fresh:
        _settle(connection, store, known_versions, fresh, held, result, now, traces)
    orders.touch(connection, again)  # after the members are locked, as all writers do: no two wait in a ring
    return result


def settle_again(
    connection: Connection, store: Shop, versions: Versions, kept: Iterable[tuple[HeldOrder, Order]], now: datetime
) -> Settled:
    """Settle orders as they are held, because something else than the orders has changed. Inside a write, in turn."""
    result = Settled()
    kept = list(kept)
    if kept:
        held = {row.external_id: row for row, _ in kept}
        _settle(connection, store, versions, [(order, row.digest) for row, order in kept], held, result, now)
    return result


def take_turn(connection: Connection, store: Shop) -> Versions:
    """Nobody else settles orders of this store until the commit; nor of any store of its programme, where tiers make
    the orders of one store count in the others."""
    stores.lock(connection, store.id)
    found = versions(connection, store.programme_id)
    if has_tiers(found):
        programmes.lock(connection, store.programme_id)
    return found


def _newest(seen: Iterable[Order | Gone]) -> tuple[dict[str, Order], dict[str, datetime]]:
    """The truest snapshot of each order, and since when those are gone of which nothing was seen later."""
    snapshots: list[Order] = []
    gone: dict[str, datetime] = {}
    for one in seen:
        if isinstance(one, Order):
            snapshots.append(one)
        else:
            gone[one.id] = max(one.observed_at, gone.get(one.id, one.observed_at))
    snapshots.sort(key=lambda order: (order.id not in gone or order.observed_at > gone[order.id], order.recency))
    newest = {order.id: order for order in snapshots}
    return newest, {id: at for id, at in gone.items() if id not in newest or newest[id].observed_at <= at}


def _deleted(
    connection: Connection,
    store: Store,
    newest: dict[str, Order],
    gone: dict[str, datetime],
    held: dict[str, HeldOrder],
) -> dict[str, Order]:
    """What is gone becomes the order we last knew, deleted. Gone orders that we never knew are nothing to us."""
    ids = gone.keys() & held.keys()
    known = orders.snapshots(connection, store.id, ids) if ids else {}
    for id in gone.keys() & newest.keys():
        if id not in known or newest[id].recency >= known[id].recency:
            known[id] = newest[id]
    return {
        id: replace(known[id], status=GONE, stage=Stage.DELETED, observed_at=at)
        for id, at in gone.items()
        if id in known
    }


def _stale(order: Order, before: HeldOrder) -> bool:
    """What was seen before an order was gone is no longer true, whatever date it bears."""
    if before.status == GONE:
        return order.observed_at <= before.observed_at
    return order.recency < (before.modified_at, before.observed_at)


@dataclass(slots=True)
class _Batch:
    """What settling the orders of one batch needs to know, read in a handful of queries."""

    store: Shop
    versions: Versions
    owners: dict[str, int]  # order id → member; a guest's is nobody's
    redemptions: dict[str, RedemptionRow]
    own_codes: frozenset[str]  # of these
    addresses: dict[int, str]  # of those whose codes are on the orders, and of all who are joined to them
    histories: dict[str, OrderHistory]
    climb: Climb
    referrals: Concerned
    books: Books
    products: ProductTerms


@dataclass(frozen=True, slots=True)
class _Outcome:
    settled: SettledOrder
    entries: list[ledger.Entry]
    effects: list[tuple[str, Effect]]


def _settle(
    connection: Connection,
    store: Shop,
    known_versions: Versions,
    fresh: Sequence[tuple[Order, str]],
    held: dict[str, HeldOrder],
    result: Settled,
    now: datetime,
    traces: Mapping[str, str] = _NO_TRACES,
) -> None:
    batch = _load(connection, store, known_versions, [order for order, _ in fresh], held, now)
    again = {row.external_id: row for _, row in batch.climb.again}
    fresh = [*fresh, *((order, row.digest) for order, row in batch.climb.again)]
    held = held | again
    outcomes: list[_Outcome] = []
    for order, digest in sorted(fresh, key=lambda pair: pair[0].recency):
        try:
            outcome = _settle_one(batch, order, digest, now)
            batch.books.post(outcome.entries)
        except Exception as error:  # the one place where an order that cannot be settled is set aside
            with logs.tracing(traces.get(order.id)):
                log.exception("order cannot be settled", store=store.name, order=order.id)
            result.failed[order.id] = f"cannot be settled: {type(error).__name__}: {error}"
        else:
            outcomes.append(outcome)
    owned = [(outcome.settled.order, outcome.settled.member_id) for outcome in outcomes]
    result.transactions += settle_placed(connection, store, batch.versions, batch.books, owned, now)
    settled = _collect(connection, batch, outcomes, now)
    result.changed += sum(one.order.id not in again for one in settled)
    result.transactions += batch.books.write(connection, now)
    orders.save(connection, store.id, settled, held, now)
    phones.heard(connection, told_phones(owned, batch.books.erased), now)
    caused = {key: trace for o in outcomes if (trace := traces.get(o.settled.order.id)) for key, _ in o.effects}
    outbox.add(connection, [(store.id, key, effect) for o in outcomes for key, effect in o.effects], now, caused)
    for store_id, kept in batch.climb.elsewhere.items():
        other = settle_again(connection, stores.get(connection, store_id), known_versions, kept, now)
        result.transactions += other.transactions
    result.transactions += settle_referrals(connection, batch.referrals, batch.books, batch.versions, now)


def _load(
    connection: Connection,
    store: Shop,
    known_versions: Versions,
    fresh: Sequence[Order],
    held: dict[str, HeldOrder],
    now: datetime,
) -> _Batch:
    by_age = sorted(fresh, key=lambda order: order.placed_at)
    newest = {order.buyer.customer_id: order for order in by_age if order.buyer.customer_id is not None}
    known = members.of_customers(connection, store.id, newest.keys())
    missing = {customer: order.buyer for customer, order in newest.items() if customer not in known}
    known |= members.enrol(connection, store.programme_id, store.id, missing, now)
    sure = [
        (address, known[id], order.placed_at)
        for id, order in newest.items()
        if order.buyer.verified and (address := order.buyer.address)
    ]
    join_the_sure(connection, store.programme_id, known_versions.latest, sure, now)
    owners = _owners(connection, store, fresh, known)
    before = {member for order in fresh if order.id in held and (member := held[order.id].member_id) is not None}
    together = joining.groups(connection, {*owners.values(), *before}) if has_tiers(known_versions) else Groups({})
    climbed = climb(connection, store, known_versions, {order.id: order for order in fresh}, owners, together)
    owners |= {order.id: row.member_id for order, row in climbed.again if row.member_id is not None}
    fresh = [*fresh, *(order for order, _ in climbed.again)]
    refs = [orders.reference(store.name, order.id) for order in fresh]
    codes = {coupon.code.lower() for order in fresh for coupon in order.coupons}
    used = redemptions.on_orders(connection, store.id, codes, refs)
    invited = concerned(connection, store.programme_id, known_versions, fresh, owners, before)
    everybody = {
        *known.values(),
        *owners.values(),
        *(one.member_id for one in used),
        *before,
        *invited.members,
    }
    books = Books.open(connection, everybody, known_versions.latest)
    members.follow_addresses(
        connection, {known[customer]: (order.placed_at, order.buyer) for customer, order in newest.items()}
    )
    return _Batch(
        store,
        known_versions,
        owners,
        {one.reference: one for one in used},
        redemptions.ours(connection, codes.union(*(order.card_names for order in fresh))),
        members.addresses(connection, {fellow for one in used for fellow in books.groups.fellows(one.member_id)}),
        ledger.histories(connection, refs),
        climbed,
        invited,
        books,
        table_for(connection, store.programme_id, known_versions, fresh),
    )


def _owners(connection: Connection, store: Shop, fresh: Sequence[Order], known: dict[str, int]) -> dict[str, int]:
    """Whose each order is: the customer's, or theirs whose card was shown, or theirs who have claimed what was ordered
    as a guest with this address."""
    owners = {order.id: known[order.buyer.customer_id] for order in fresh if order.buyer.customer_id is not None}
    shown = {number for order in fresh if (number := order.buyer.card) and order.id not in owners}
    known_cards = cards.known(connection, store.programme_id, shown)
    for order in fresh:
        card = known_cards.get(order.buyer.card or "")
        if order.id not in owners and card is not None and card.speaks_for(order.placed_at):
            owners[order.id] = card.member_id
    addresses = {address for order in fresh if (address := order.buyer.guest_address)}
    claimed = claims.of_addresses(connection, store.programme_id, addresses)
    for order in fresh:
        for claim in claimed.get(order.buyer.guest_address or "", ()):
            if order.id not in owners and claim.covers(order.placed_at):
                owners[order.id] = claim.member_id
    return owners


def _settle_one(batch: _Batch, order: Order, digest: str, now: datetime) -> _Outcome:
    """Pure but for its arguments: what the books, the order's row and the outbox are to become."""
    ref = orders.reference(batch.store.name, order.id)
    history = batch.histories[ref]
    version_id, terms = batch.versions.at(order.placed_at)
    member = batch.owners.get(order.id)
    tier = batch.climb.tier(member, ref, order, terms)
    award = evaluate(order, terms, Facts(batch.store.name, batch.own_codes, tier, batch.products))
    if member is None:
        award = _for_nobody(award, Step("guest", {}))
    elif member in batch.books.erased:
        award = _for_nobody(award, Step("erased", {}))
    wallets = dict(batch.books.wallets)
    root = batch.books.groups.root
    entries: list[ledger.Entry] = []
    effects: list[tuple[str, Effect]] = []

    def post(whose: int, transactions: Iterable[Transaction]) -> None:
        for transaction in transactions:
            wallets[root(whose)] = wallets[root(whose)].post(transaction)
            entries.append((whose, transaction))

    unpaid = 0
    for redemption in _redemptions_of(batch, order, history):
        taken = points_taken(redemption.points, redemption.code, order, redemption.made_for)
        target = _spent(order, redemption, taken, terms, batch.store.name)
        spent = history.spent.get(redemption.reference, 0)
        wallet = wallets[root(redemption.member_id)]
        gone = redemption.member_id in batch.books.erased  # to whom should anything come back?
        due = max(target, spent) if gone else target
        number = history.entries + len(entries)
        off = None if gone else taken
        spending = settle_spending(
            ref, number, redemption.facts, due, spent, wallet, terms, now, used=uses_up(order), taken=off
        )
        post(redemption.member_id, spending.transactions)
        unpaid += spending.unpaid
        if target and not gone and (step := _used_by_another(batch, redemption, order, member)):
            award = replace(award, trace=(*award.trace, step))
        if target == 0 and spent > 0 and order.stage is not Stage.REFUNDED:
            # The store gives the use of the code back, but its points are back too: nobody may use it again.
            key = f"revoke:{redemption.reference}:{history.entries}"
            effects.append((key, RevokeCoupon(redemption.reference, redemption.code, f"order {order.number} is over")))
    changed_at = order.observed_at if order.status == GONE else order.modified_at
    for other, given in history.given.items():
        if other != member and given:  # the order was given to another customer: its first owner gives back
            nothing = replace(award, points=0)
            settlement = settle_award(
                ref, history.entries + len(entries), nothing, given, wallets[root(other)], terms.debt, changed_at, now
            )
            post(other, settlement.transactions)
    shortfall = 0
    if member is not None and member not in batch.books.erased:
        given = history.given.get(member, 0)
        settlement = settle_award(
            ref, history.entries + len(entries), award, given, wallets[root(member)], terms.debt, changed_at, now
        )
        post(member, settlement.transactions)
        shortfall = settlement.shortfall
    settled = SettledOrder(order, digest, member, version_id, award, shortfall, unpaid)
    return _Outcome(settled, entries, effects)


def _for_nobody(award: Award, why: Step) -> Award:
    """Guests do not earn (C19); what they would have earned is kept, to be claimed one day. The erased never will."""
    return replace(award, state=AwardState.NONE, points=0, trace=(*award.trace, why))


def _redemptions_of(batch: _Batch, order: Order, history: OrderHistory) -> list[RedemptionRow]:
    codes = {coupon.code.lower() for coupon in order.coupons}
    return [one for one in batch.redemptions.values() if one.code in codes or history.spent.get(one.reference)]


def _used_by_another(batch: _Batch, redemption: RedemptionRow, order: Order, member: int | None) -> Step | None:
    groups = batch.books.groups
    own = {address for one in groups.fellows(redemption.member_id) if (address := batch.addresses.get(one))}
    ordered_by = None if member is None else groups.root(member)
    return used_by_another(redemption.code, groups.root(redemption.member_id), own, order.buyer, ordered_by)


def _spent(order: Order, redemption: RedemptionRow, taken: int, terms: Terms, store: str) -> int:
    # Codes outlive the terms they were made under: one that is used is used, though nothing is redeemed any more.
    in_force = rates(terms, store, order.buyer.groups).redemption
    returns = in_force.returns if in_force else Returns.PROPORTIONAL
    return spent_on(order, taken, returns, redemption.made_for.goods if redemption.made_for else EVERYTHING)


def _collect(connection: Connection, batch: _Batch, outcomes: Sequence[_Outcome], now: datetime) -> list[SettledOrder]:
    """The rows to keep, after whatever became available in this batch has paid what members owe."""
    settled = {orders.reference(batch.store.name, outcome.settled.order.id): outcome for outcome in outcomes}
    owed = [
        (outcome.settled.member_id, Owed(ref, _entries(batch, ref, outcome), outcome.settled.shortfall))
        for ref, outcome in settled.items()
        if outcome.settled.member_id is not None and outcome.settled.shortfall
    ]
    left = collect_debts(connection, batch.books, batch.versions.latest.debt, now, just_settled=settled, owed=owed)
    return [replace(outcome.settled, shortfall=left.get(ref, 0)) for ref, outcome in settled.items()]


def _entries(batch: _Batch, ref: str, outcome: _Outcome) -> int:
    return batch.histories[ref].entries + len(outcome.entries)
