"""The books in the database: wallets are read, transactions are added, nothing else.

The rule kept here: `Books` is the only writer, it locks its members before it reads anything of theirs, and every
transaction passes the core's own checks on its way in and is bound to the member's transaction before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, insert, select, true, union

from connector.core import chain
from connector.core.expiry import Movement, shares_expiry, with_shared_expiry
from connector.core.foreseen import Refused
from connector.core.ledger import Account, Kind, LedgerError, Lot, Place, Posting, Transaction, Wallet, places
from connector.core.programme import Terms
from connector.db import joining, marks, members
from connector.db.joining import Groups
from connector.db.tables import lots, postings, transactions
from connector.db.tables import members as member_table

Entry = tuple[int, Transaction]  # whose, and what
Head = tuple[int, str]  # the last number of a member, and the chain's value there
_NOTHING: Head = (0, chain.START)


class KeyReused(LedgerError, Refused):
    """The idempotency key stands for something else already."""


@dataclass(slots=True)
class Books:
    """Wallets of locked members, as they will be after `write`. Members who are joined have one wallet, which goes by
    the number of the one who stands for them."""

    wallets: dict[int, Wallet]
    _heads: dict[int, Head]
    groups: Groups = field(default_factory=lambda: Groups({}))
    erased: frozenset[int] = frozenset()  # members whose points are gone for good
    _entries: list[Entry] = field(default_factory=list)

    @classmethod
    def open(cls, connection: Connection, ids: Collection[int], terms: Terms) -> "Books":
        """Locks the members and all who are joined to them, then reads what they have under these terms."""
        if not ids:
            return cls({}, {})
        groups = locked(connection, ids)
        heads = _heads(connection, groups.roots)  # before the postings: read later, they would protect nothing
        found = _wallets(connection, groups, terms, true())
        own = {root: found[root] for root in set(groups.roots.values())}
        return cls(own, heads, groups, members.erased(connection, groups.roots))

    def wallet(self, member: int) -> Wallet:
        """What a member, with all who are joined to them, has."""
        return self.wallets[self.groups.root(member)]

    def members(self) -> set[int]:
        """Everybody whose wallet this is."""
        return {*self.wallets, *self.groups.roots}

    def post(self, entries: Iterable[Entry]) -> None:
        """Take these up, all or none. Raises LedgerError."""
        entries = list(entries)
        after = dict(self.wallets)
        for member, transaction in entries:
            root = self.groups.root(member)
            after[root] = after[root].post(transaction)
        self.wallets = after
        self._entries.extend(entries)

    def write(self, connection: Connection, now: datetime) -> int:
        """Add what was posted to the database. Returns the number of transactions; raises KeyReused."""
        entries = list(self._new(connection))
        self._entries.clear()
        if not entries:
            return 0
        marks.pull_back(connection, marks.LOTS_AGED, now)
        rows = []
        for member, transaction in entries:
            seq, before = self._heads.get(member, _NOTHING)
            entry = chain.Entry(member, seq + 1, now, transaction.fingerprint, transaction)
            document = chain.told(entry)
            link = chain.link(before, document)
            self._heads[member] = (entry.seq, link)
            rows.append({**_transaction_row(entry), "trace": document["trace"], "chain": link})
        ids = _insert_keyed(connection, transactions, rows)
        opened = [(member, t, lot) for member, t in entries for lot in t.lots]
        if opened:
            connection.execute(insert(lots), [_lot_row(member, ids[t.key], lot) for member, t, lot in opened])
        lot_ids = _lot_ids(connection, {posting.lot for _, t in entries for posting in t.postings})
        connection.execute(
            insert(postings),
            [
                {
                    "transaction_id": ids[t.key],
                    "lot_id": lot_ids[posting.lot],
                    "source": posting.source.value,
                    "destination": posting.destination.value,
                    "points": posting.points,
                }
                for _, t in entries
                for posting in t.postings
            ],
        )
        return len(entries)

    def _new(self, connection: Connection) -> Iterator[Entry]:
        keys = [transaction.key for _, transaction in self._entries]
        found = select(transactions.c.key, transactions.c.fingerprint).where(transactions.c.key.in_(keys))
        known = {row.key: row.fingerprint for row in connection.execute(found)} if keys else {}
        for member, transaction in self._entries:
            if transaction.key not in known:
                yield member, transaction
            elif known[transaction.key] != transaction.fingerprint:
                raise KeyReused(f"{transaction.key} is in the books already, with other content")


def locked(connection: Connection, ids: Collection[int]) -> Groups:
    """Lock these members and all who are joined to them. Somebody may be joined to them before the lock is had: then
    once more."""
    known = joining.groups(connection, ids)
    while True:
        members.lock(connection, known.roots)
        found = joining.groups(connection, known.roots)
        if found.roots.keys() <= known.roots.keys():
            return found
        known = found


def _heads(connection: Connection, ids: Collection[int]) -> dict[int, Head]:
    last = (
        select(transactions.c.member_id, func.max(transactions.c.seq).label("seq"))
        .where(transactions.c.member_id.in_(ids))
        .group_by(transactions.c.member_id)
        .subquery()
    )
    this = and_(transactions.c.member_id == last.c.member_id, transactions.c.seq == last.c.seq)
    rows = connection.execute(
        select(transactions.c.member_id, transactions.c.seq, transactions.c.chain).join(last, this)
    )
    return {row.member_id: (row.seq, row.chain) for row in rows}


def wallets(
    connection: Connection, ids: Collection[int], terms: Terms, until: datetime | None = None
) -> dict[int, Wallet]:
    """What each of these members has (or had, by what had happened `until` then), with all who are joined to them now;
    where the terms let all points go together, with the day that they share."""
    which = true() if until is None else transactions.c.happened_at <= until
    return _wallets(connection, joining.groups(connection, ids), terms, which)


def wallet_at(connection: Connection, member_id: int, terms: Terms, at: datetime, known_by: datetime | None) -> Wallet:
    """What had happened until a moment to the points of a member and of who was joined to them then; of that, what had
    been written down by `known_by`."""
    which = transactions.c.happened_at <= at
    if known_by is not None:
        which = and_(which, transactions.c.recorded_at <= known_by)
    then = dict.fromkeys(joining.group_at(connection, member_id, at), member_id)
    return _wallets(connection, Groups(then), terms, which)[member_id]


def stored_wallets(connection: Connection, ids: Collection[int]) -> dict[int, Wallet]:
    """The lots of each of these members as their postings sum up, whatever terms are in force and whoever is joined."""
    return _stored(connection, lots.c.member_id.in_(ids), true(), ids)


def _wallets(connection: Connection, groups: Groups, terms: Terms, which: ColumnElement[bool]) -> dict[int, Wallet]:
    own = _stored(connection, lots.c.member_id.in_(groups.roots), which, groups.roots)
    parts: dict[int, list[Wallet]] = defaultdict(list)
    for member, root in groups.roots.items():
        parts[root].append(own[member])
    found = {root: _together(wallets) for root, wallets in parts.items()}
    if groups.parted:
        found = _with_strange_lots(connection, groups, found, which)
    if shares_expiry(terms):
        moved = _movements(connection, groups, which)
        found = {root: with_shared_expiry(wallet, moved[root], terms) for root, wallet in found.items()}
    return {member: found[root] for member, root in groups.roots.items()}


def _together(parts: Collection[Wallet]) -> Wallet:
    return Wallet(
        {key: lot for part in parts for key, lot in part.lots.items()},
        {place: points for part in parts for place, points in part.balances.items()},
        frozenset(key for part in parts for key in part.strange),
    )


def _with_strange_lots(
    connection: Connection, groups: Groups, own: dict[int, Wallet], which: ColumnElement[bool]
) -> dict[int, Wallet]:
    """The same wallets, and the lots of others from which redemptions of theirs drew while they were joined."""
    drawn = (
        select(transactions.c.member_id, lots.c.id, lots.c.key, lots.c.member_id.label("owner_id"))
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .join(lots, lots.c.id == postings.c.lot_id)
        .where(transactions.c.member_id.in_(groups.roots), transactions.c.redemption_ref.is_not(None))
        .where(lots.c.member_id != transactions.c.member_id)
        .distinct()
    )
    strange = [row for row in connection.execute(drawn) if groups.root(row.member_id) != groups.root(row.owner_id)]
    owners = {row.owner_id for row in strange}
    theirs = _stored(connection, lots.c.id.in_({row.id for row in strange}), which, owners)
    found = dict(own)
    for row in strange:
        whole = theirs[row.owner_id]
        if row.key in whole.lots:
            places_of = {place: points for place, points in whole.balances.items() if place.lot == row.key}
            part = Wallet({row.key: whole.lots[row.key]}, places_of, frozenset({row.key}))
            root = groups.root(row.member_id)
            found[root] = _together([found[root], part])
    return found


def _movements(connection: Connection, groups: Groups, which: ColumnElement[bool]) -> dict[int, list[Movement]]:
    """What changed the unused points of these groups, and when."""
    kept = transactions.c
    rows = connection.execute(
        select(lots.c.member_id, kept.happened_at, kept.kind, net(*_UNUSED).label("change"))
        .join(postings, postings.c.transaction_id == kept.id)
        .join(lots, lots.c.id == postings.c.lot_id)
        .where(lots.c.member_id.in_(groups.roots), which)
        .group_by(kept.id, lots.c.member_id, kept.happened_at, kept.kind)
    )
    found: dict[int, list[Movement]] = {root: [] for root in groups.roots.values()}
    for row in rows:
        found[groups.root(row.member_id)].append(Movement(row.happened_at, Kind(row.kind), row.change))
    return found


_EVERY = true()
_UNUSED = (Account.PENDING, Account.AVAILABLE, Account.HELD)


def net(*accounts: Account, only: ColumnElement[bool] = _EVERY) -> ColumnElement[int]:
    """What these accounts gained less what they lost, over the postings of a query (`only` some of them)."""
    named = [account.value for account in accounts]
    gained = func.sum(postings.c.points).filter(postings.c.destination.in_(named), only)
    lost = func.sum(postings.c.points).filter(postings.c.source.in_(named), only)
    return func.coalesce(gained, 0) - func.coalesce(lost, 0)


def _stored(
    connection: Connection, whose: ColumnElement[bool], which: ColumnElement[bool], ids: Iterable[int]
) -> dict[int, Wallet]:
    lot_of: dict[int, dict[str, Lot]] = defaultdict(dict)
    balances: dict[int, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
    for row in connection.execute(_sums().where(whose, which)):
        lot_of[row.member_id][row.key] = Lot(row.key, row.earned_at, row.matures_at, row.expires_at, row.order_ref)
        posting = Posting(row.key, Account(row.source), Account(row.destination), row.points)
        source, destination = places(posting, row.redemption_ref)
        balances[row.member_id][source] -= row.points
        balances[row.member_id][destination] += row.points
    return {member: Wallet(lot_of[member], dict(balances[member])) for member in ids}


def _sums() -> Select[Any]:
    route = (postings.c.source, postings.c.destination, transactions.c.redemption_ref)
    lot = (lots.c.member_id, lots.c.key, lots.c.earned_at, lots.c.matures_at, lots.c.expires_at, lots.c.order_ref)
    return (
        select(*lot, *route, func.sum(postings.c.points).label("points"))
        .join(postings, postings.c.lot_id == lots.c.id)
        .join(transactions, transactions.c.id == postings.c.transaction_id)
        .group_by(lots.c.id, *lot, *route)
    )


@dataclass(slots=True)
class OrderHistory:
    """What an order has caused so far: transactions, points given by member, points used up by redemption."""

    entries: int = 0
    given: dict[int, int] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)


_GIVES = and_(postings.c.source == Account.ISSUED.value, transactions.c.kind == Kind.EARN.value)
_TAKES = and_(postings.c.destination == Account.ISSUED.value, transactions.c.kind == Kind.CLAWBACK.value)


def histories(connection: Connection, order_refs: Collection[str]) -> dict[str, OrderHistory]:
    """The history of each of these orders; an order nobody heard of has an empty one."""
    found: dict[str, OrderHistory] = {ref: OrderHistory() for ref in order_refs}
    by_order = transactions.c.order_ref.in_(order_refs)
    for ref, entries in entry_counts(connection, order_refs).items():
        found[ref].entries = entries
    sums = (
        select(
            transactions.c.order_ref,
            transactions.c.member_id,
            transactions.c.redemption_ref,
            func.coalesce(func.sum(postings.c.points).filter(_GIVES), 0).label("gives"),
            func.coalesce(func.sum(postings.c.points).filter(_TAKES), 0).label("takes"),
            net(Account.REDEEMED).label("spent"),
        )
        .join(postings, postings.c.transaction_id == transactions.c.id)
        .where(by_order)
        .group_by(transactions.c.order_ref, transactions.c.member_id, transactions.c.redemption_ref)
    )
    for row in connection.execute(sums):
        history = found[row.order_ref]
        if row.redemption_ref is None:
            history.given[row.member_id] = history.given.get(row.member_id, 0) + row.gives - row.takes
        else:
            history.spent[row.redemption_ref] = row.spent
    return found


def entry_counts(connection: Connection, order_refs: Collection[str]) -> dict[str, int]:
    """How many transactions each of these orders has caused; those with none are left out."""
    if not order_refs:
        return {}
    counted = select(transactions.c.order_ref, func.count()).where(transactions.c.order_ref.in_(order_refs))
    return dict(connection.execute(counted.group_by(transactions.c.order_ref)).all())


def fingerprint_of(connection: Connection, key: str) -> str | None:
    """What an idempotency key stands for; None if it was never used."""
    found: str | None = connection.execute(select(transactions.c.fingerprint).where(transactions.c.key == key)).scalar()
    return found


def members_with_due_lots(
    connection: Connection, programme_id: int, after: datetime | None, until: datetime, beyond: int, limit: int
) -> list[int]:
    """Members of a programme with a lot that ripens or lapses in (after, until]; at most `limit` of them, ids above
    `beyond`."""
    # One date after the other: asked for both at once, SQLite walks through the lots of all members.
    both = [
        select(lots.c.member_id).where(date <= until if after is None else date.between(after, until))
        for date in (lots.c.matures_at, lots.c.expires_at)
    ]
    return _of_programme(connection, programme_id, union(*both).subquery().c.member_id, beyond, limit)


def members_with_lots(connection: Connection, programme_id: int, beyond: int, limit: int) -> list[int]:
    """Members of a programme that ever earned; at most `limit` of them, ids above `beyond`."""
    return _of_programme(connection, programme_id, lots.c.member_id, beyond, limit)


def _of_programme(
    connection: Connection, programme_id: int, member: ColumnElement[int], beyond: int, limit: int
) -> list[int]:
    found = (
        select(member)
        .join(member_table, member_table.c.id == member)
        .where(member_table.c.programme_id == programme_id, member > beyond)
        .distinct()
    )
    return list(connection.execute(found.order_by(member).limit(limit)).scalars())


def totals(connection: Connection) -> dict[Account, int]:
    """Points in each account over the whole programme; ISSUED is what was ever given and not taken back, negative."""
    found = dict.fromkeys(Account, 0)
    for column, sign in ((postings.c.source, -1), (postings.c.destination, 1)):
        for account, points in connection.execute(select(column, func.sum(postings.c.points)).group_by(column)):
            found[Account(account)] += sign * points
    return found


def _transaction_row(entry: chain.Entry) -> dict[str, object]:
    transaction = entry.transaction
    return {
        "member_id": entry.member,
        "seq": entry.seq,
        "kind": transaction.kind.value,
        "key": transaction.key,
        "fingerprint": entry.fingerprint,
        "happened_at": transaction.happened_at,
        "recorded_at": entry.recorded_at,
        "reason": transaction.reason,
        "author": transaction.author,
        "order_ref": transaction.order,
        "redemption_ref": transaction.redemption,
        "resolves": transaction.resolves,
    }


def _lot_row(member: int, transaction_id: int, lot: Lot) -> dict[str, object]:
    return {
        "key": lot.key,
        "member_id": member,
        "transaction_id": transaction_id,
        "order_ref": lot.order,
        "earned_at": lot.earned_at,
        "matures_at": lot.matures_at,
        "expires_at": lot.expires_at,
    }


def _insert_keyed(connection: Connection, table: Table, rows: list[dict[str, object]]) -> dict[str, int]:
    returned = connection.execute(insert(table).returning(table.c.key, table.c.id), rows)
    return dict(returned.all())


def _lot_ids(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    rows = connection.execute(select(lots.c.key, lots.c.id).where(lots.c.key.in_(keys)))
    return dict(rows.all())
