"""Settling invitations: what both sides should have now, less what they have. Orders, verdicts and time all come here.

The rule kept here: all invitations of one inviter are settled together, since a cap looks at all of them, and inside
the commit of whatever changed them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from connector.core.commerce import Order
from connector.core.referral import (
    Case,
    Decision,
    State,
    Verdict,
    accepted_at,
    decide,
    first_accepted,
    settle_referral,
)
from connector.core.settlement import Owed
from connector.db import debts, joining, ledger, orders, programmes, referrals
from connector.db.debts import Debt
from connector.db.engine import Database
from connector.db.ledger import Books, Entry, OrderHistory
from connector.db.referrals import InvitationRow
from connector.usecases.debts import collect_debts
from connector.usecases.programmes import Versions, versions

log = structlog.get_logger()

_BATCH = 50


@dataclass(frozen=True, slots=True)
class Concerned:
    """The inviters whose invitations must be settled, whom these have reached just now (code → member), and everybody
    whose points may move."""

    inviters: frozenset[int]
    reached: Mapping[str, int]
    members: frozenset[int]


def concerned(
    connection: Connection,
    programme_id: int,
    known: Versions,
    seen: Iterable[Order],
    owners: Mapping[str, int],
    before: Collection[int],
) -> Concerned:
    """Which invitations these orders may say something of (`owners`: order id → member, `before`: whose they were).
    Asks nothing where no version of the programme speaks of friends."""
    if not any(terms.referral for terms in known.all_terms):
        return Concerned(frozenset(), {}, frozenset())
    by_age = sorted(seen, key=lambda order: (order.placed_at, order.id))
    addresses = {address for order in by_age if (address := order.buyer.address)}
    codes = {coupon.code.lower() for order in by_age for coupon in order.coupons}
    friends = joining.groups(connection, {*owners.values(), *before}).roots
    found = referrals.touched(connection, programme_id, friends, addresses, codes)
    reached = {row.code: friend for row in found if row.friend_id is None and (friend := _reached(row, by_age, owners))}
    return _of(connection, {row.inviter_id for row in found}, reached)


def _reached(row: InvitationRow, by_age: Iterable[Order], owners: Mapping[str, int]) -> int | None:
    """Whose the first order is that bears the invited address, or the code."""
    for order in by_age:
        bears = order.buyer.address == row.email or any(coupon.code.lower() == row.code for coupon in order.coupons)
        if bears and order.id in owners:
            return owners[order.id]
    return None


def _of(connection: Connection, inviters: Collection[int], reached: Mapping[str, int]) -> Concerned:
    inviters = joining.groups(connection, inviters).roots if inviters else {}
    rows = referrals.of_inviters(connection, inviters) if inviters else []
    friends = {row.friend_id for row in rows if row.friend_id is not None}
    return Concerned(frozenset(inviters), reached, frozenset({*inviters, *friends, *reached.values()}))


@dataclass(frozen=True, slots=True)
class Opened:
    """Invitations of some inviters, with everybody whose points they may move locked and in the books."""

    found: Concerned
    books: Books
    known: Versions

    def settle(self, connection: Connection, now: datetime) -> int:
        return settle_referrals(connection, self.found, self.books, self.known, now)


def open_invitations(
    connection: Connection, programme_id: int, inviters: Collection[int], reached: Mapping[str, int] | None = None
) -> Opened:
    """All that these members have sent, to be settled inside a write, when it has also reached these (code → member).

    Nothing is to be read that decides before this, nor written.
    """
    known = versions(connection, programme_id)
    found = _of(connection, inviters, reached or {})
    return Opened(found, Books.open(connection, found.members, known.latest), known)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people of an invitation: how the books name what it gave them, and what it is to give."""

    ref: str
    member: int
    points: int


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation as it is kept, with all that decides it."""

    row: InvitationRow
    case: Case

    def sides(self, decision: Decision) -> tuple[Side, ...]:
        """Each side has a name of its own in the books, since each has debts of its own."""
        if self.row.friend_id is None:
            return ()
        ref = orders.reference(f"{self.row.store}:referral", self.row.code)
        inviter = Side(ref, self.row.inviter_id, decision.inviter)
        return inviter, Side(f"{ref}/friend", self.row.friend_id, decision.friend)


Decided = dict[int, list[tuple[Sent, Decision]]]


def sent_by(connection: Connection, inviters: Collection[int], known: Versions, now: datetime) -> Decided:
    """All invitations of these members, and of all who are joined to them, with the decisions on them: by who stands
    for the inviter, in the order in which they were made."""
    senders = joining.groups(connection, inviters).roots
    rows = referrals.of_inviters(connection, senders)
    groups = joining.groups(connection, {*senders, *(row.friend_id for row in rows if row.friend_id is not None)})
    ordered = referrals.orders_of(connection, groups.roots)
    people = referrals.people(connection, groups, ordered)
    guests = referrals.guests_since(connection, {row.programme_id for row in rows}, {row.email for row in rows})
    rivals = defaultdict(list)
    for row in referrals.to_friends(connection, groups.roots):
        rivals[groups.root(row.friend_id or 0)].append((row.facts, known.at(row.created_at)[1]))
    cases: dict[int, list[Sent]] = defaultdict(list)
    for row in rows:
        terms = known.at(row.created_at)[1]
        case = Case(row.facts, terms, people[groups.root(row.inviter_id)], guest_since=guests.get(row.email))
        if row.friend_id is not None:
            root = groups.root(row.friend_id)
            theirs = tuple(order for one in groups.fellows(root) for order in ordered.get(one, ()))
            first = first_accepted(rivals[root], theirs)
            case = replace(case, friend=people[root], orders=theirs, first=first is None or first.code == row.code)
        cases[groups.root(row.inviter_id)].append(Sent(row, case))
    found: Decided = {}
    for inviter, sent in cases.items():
        decisions = decide((one.case for one in sent), now)
        found[inviter] = [(one, decisions[one.row.code]) for one in sent]
    return found


@dataclass(slots=True)
class _Outcome:
    """What settling the invitations of one inviter comes to. `whose` maps the names of all sides to their members."""

    entries: list[Entry] = field(default_factory=list)
    whose: dict[str, int] = field(default_factory=dict)
    owed: list[tuple[int, Owed]] = field(default_factory=list)
    due: list[tuple[int, datetime | None]] = field(default_factory=list)


def settle_referrals(connection: Connection, found: Concerned, books: Books, known: Versions, now: datetime) -> int:
    """Make the books what these invitations say. The orders are written; everybody concerned is locked and in the
    books. Returns the number of transactions."""
    if not found.inviters:
        return 0
    referrals.reached(connection, found.reached)
    decided = sent_by(connection, found.inviters, known, now)
    refs = [side.ref for sent in decided.values() for one, decision in sent for side in one.sides(decision)]
    histories = ledger.histories(connection, refs)
    total = _Outcome()
    for inviter, sent in decided.items():
        try:
            outcome = _settle_sent(sent, histories, books, now)
            books.post(outcome.entries)
        except Exception:  # as an order is that cannot be settled: the shop's orders must not wait for it
            log.exception("invitations cannot be settled", inviter=inviter)
        else:
            total.whose |= outcome.whose
            total.owed += outcome.owed
            total.due += outcome.due
    left = collect_debts(connection, books, known.latest.debt, now, just_settled=total.whose.keys(), owed=total.owed)
    debts.keep(connection, {ref: Debt(member, left.get(ref, 0)) for ref, member in total.whose.items()})
    referrals.set_due(connection, total.due)
    return books.write(connection, now)


def _settle_sent(
    sent: Sequence[tuple[Sent, Decision]],
    histories: Mapping[str, OrderHistory],
    books: Books,
    now: datetime,
) -> _Outcome:
    """Pure but for its arguments: what the books and the rows of one inviter's invitations are to become."""
    outcome = _Outcome()
    wallets = dict(books.wallets)
    for one, decision in sent:
        if decision.due_at != one.row.due_at:
            outcome.due.append((one.row.id, decision.due_at))
        for side in one.sides(decision):
            if side.member in books.erased:
                continue
            history, root = histories[side.ref], books.groups.root(side.member)
            given = history.given.get(side.member, 0)
            settlement = settle_referral(
                side.ref, history.entries, side.points, decision, one.case, given, wallets[root], now
            )
            wallets[root] = wallets[root].post_all(settlement.transactions)
            outcome.entries += [(side.member, transaction) for transaction in settlement.transactions]
            outcome.whose[side.ref] = side.member
            if settlement.shortfall:
                entries = history.entries + len(settlement.transactions)
                outcome.owed.append((side.member, Owed(side.ref, entries, settlement.shortfall)))
    return outcome


_UNSURE = (State.DOUBTFUL, State.SAME_PERSON)


def keep_what_was_known(connection: Connection, leaving: Collection[int], known: Versions, now: datetime) -> None:
    """Write down what only these members' data tell of their invitations, before they are erased: that one was
    accepted, and that one was not believed."""
    inviters = {row.inviter_id for row in referrals.about(connection, leaving)}
    for sent in sent_by(connection, inviters, known, now).values() if inviters else ():
        for one, decision in sent:
            if not {one.row.inviter_id, one.row.friend_id}.isdisjoint(leaving):
                accepted = accepted_at(one.case.invitation, one.case.orders, one.case.terms)
                values: dict[str, object] = {"accepted_at": accepted}
                if decision.state in _UNSURE:
                    values |= {"verdict": Verdict.REFUSED.value, "decided_at": now, "decided_by": "programme"}
                referrals.change(connection, one.row.code, **values)


def sweep_referrals(database: Database, now: datetime) -> int:
    """Settle the invitations whose waiting period has ended. Returns the number of transactions."""
    with database.read() as connection:
        known = programmes.all_ids(connection)
    return sum(_sweep(database, programme_id, now) for programme_id in known)


def _sweep(database: Database, programme_id: int, now: datetime) -> int:
    written, beyond = 0, 0
    while True:
        with database.write() as connection:
            due = referrals.inviters_due(connection, programme_id, now, beyond, _BATCH)
            if due:
                written += open_invitations(connection, programme_id, due).settle(connection, now)
        if len(due) < _BATCH:
            return written
        beyond = due[-1]
