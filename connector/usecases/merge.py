"""Joining members who are one person, and parting them again, by the merchant's hand.

The rule kept here: nothing is moved from one to the other. Whatever a joining brought is undone by parting, but for
what was spent together, or paid of what either owed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from connector.core.commerce import Order
from connector.core.foreseen import Refused
from connector.core.programme import WalletScope
from connector.db import joining, ledger, members, orders, programmes, referrals, stores
from connector.db.engine import Database
from connector.db.ledger import Books, locked
from connector.db.orders import HeldOrder
from connector.usecases.climbing import has_tiers
from connector.usecases.debts import collect_debts
from connector.usecases.programmes import Versions, versions
from connector.usecases.redeem import NoSuchMember
from connector.usecases.settle_orders import settle_again


class NotJoinable(Refused):
    """These members cannot be one person, or are not; the message says why."""


@dataclass(frozen=True, slots=True)
class Together:
    """Who is one person with a member now, and the points that can be spent."""

    members: list[int]
    available: int


def join_members(
    database: Database, member_id: int, into_id: int, *, reason: str, author: str, now: datetime
) -> Together:
    """Make two members one person: one wallet, one tier, one list of debts, which are paid at once.

    Raises NoSuchMember, NotJoinable.
    """
    with database.write() as connection:
        programme_id, known = _take_turn(connection, member_id, into_id)
        groups = locked(connection, [member_id, into_id])
        if groups.root(member_id) == groups.root(into_id):
            raise NotJoinable(f"members {member_id} and {into_id} are one person already")
        if (root := groups.root(member_id)) != member_id:
            raise NotJoinable(
                f"member {member_id} is joined to member {root} already; join that one, or part them first"
            )
        if known.latest.wallet_scope is WalletScope.PER_STORE and _in_several_stores(connection, groups.roots):
            raise NotJoinable("this programme keeps a wallet for each store (wallet_scope: per_store)")
        joining.join(connection, [(member_id, into_id)], reason, author, now)
        return _settled(connection, programme_id, known, [member_id, into_id], into_id, now)


def part_members(database: Database, member_id: int, *, author: str, now: datetime) -> Together:
    """Undo the joining of a member to another: each has what is left of their own again.

    Raises NoSuchMember, NotJoinable.
    """
    with database.write() as connection:
        programme_id, known = _take_turn(connection, member_id)
        locked(connection, [member_id])
        into = joining.part(connection, member_id, author, now)
        if into is None:
            raise NotJoinable(f"member {member_id} is joined to nobody")
        return _settled(connection, programme_id, known, [member_id, into], member_id, now)


def _take_turn(connection: Connection, *ids: int) -> tuple[int, Versions]:
    """The programme of these members and its versions; nobody settles its orders meanwhile, if tiers depend on who is
    one person."""
    found = members.programmes_of(connection, ids)
    for member in ids:
        if member not in found:
            raise NoSuchMember(f"there is no member {member}")
    if len(set(found.values())) > 1:
        raise NotJoinable("they are members of different programmes, whose points are different things")
    programme_id = found[ids[0]]
    known = versions(connection, programme_id)
    if has_tiers(known):
        programmes.lock(connection, programme_id)
    return programme_id, known


def _in_several_stores(connection: Connection, ids: Iterable[int]) -> bool:
    return len({one.store for one in members.identities_of(connection, list(ids))}) > 1


def _settled(
    connection: Connection, programme_id: int, known: Versions, ids: Sequence[int], shown: int, now: datetime
) -> Together:
    """Settle again what a tier may have changed, and let what one has pay what another owes; what friends have brought
    is settled by the next sweep."""
    groups = joining.groups(connection, ids)
    if has_tiers(known):
        by_store: dict[int, list[tuple[HeldOrder, Order]]] = defaultdict(list)
        for one in orders.of_members(connection, groups.roots):
            by_store[one.store_id].append((one.row, one.order))
        for store_id, kept in sorted(by_store.items()):
            settle_again(connection, stores.get(connection, store_id), known, kept, now)
    books = Books.open(connection, groups.roots, known.latest)
    collect_debts(connection, books, known.latest.debt, now)
    books.write(connection, now)
    referrals.settle_soon(connection, groups.roots, now)
    wallet = ledger.wallets(connection, [shown], known.latest)[shown]
    return Together(groups.fellows(shown), wallet.spendable(now))
