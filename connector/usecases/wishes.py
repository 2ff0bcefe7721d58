"""What a shop tells us to do about people: tell all, forget them, join two accounts, go away.

The rule kept here: a wish may come twice, late and in any order, and is granted once; what it cannot be granted for is
said, and parked for the merchant. A shop that took our access away is asked nothing more until it is opened again.
"""

from datetime import datetime

import msgspec
import structlog

from connector.adapter import CustomersMerged, PersonAsked, PersonErased, Rejected, StoreClosed, Wish
from connector.core.commerce import Buyer
from connector.core.foreseen import Unknown
from connector.db import closings, data_requests, erasures, joining, members, orders, rereads, stores
from connector.db.data_requests import DataRequest
from connector.db.engine import Database
from connector.db.pseudonyms import pseudonym
from connector.usecases.forgotten import name_of
from connector.usecases.merge import NotJoinable, join_members
from connector.usecases.privacy import erase_person, export_person
from connector.usecases.redeem import NoSuchMember
from connector.usecases.stores import Store

log = structlog.get_logger()

MERGED = "the shop made one account of two"


class NoSuchRequest(Unknown):
    """There is no request of that number."""


def grant(database: Database, store: Store, wish: Wish, now: datetime) -> None:
    """Do what is wished for, or leave it as it is done already. Raises Rejected with what stands in the way."""
    match wish:
        case PersonAsked():
            _tell(database, store, wish, now)
        case PersonErased():
            _forget(database, store, wish, now)
        case CustomersMerged():
            _join(database, store, wish, now)
        case StoreClosed():
            _close(database, store, wish, now)


def is_closed(database: Database, store: Store) -> bool:
    """Did the shop take our access away?"""
    with database.read() as connection:
        return store.id in closings.closed(connection)


def closed_since(database: Database) -> dict[int, datetime]:
    """Store (id) → since when, of those that took our access away."""
    with database.read() as connection:
        return closings.closed(connection)


def reopen(database: Database, store: Store, now: datetime) -> None:
    """The shop has let us in again: what happened meanwhile is read."""
    with database.write() as connection:
        closings.reopen(connection, store.id, now)
        stores.mark(connection, store.id, reread_wanted_at=now, trouble=None, failures=0, pull_due_at=None)
        rereads.clear(connection, store.id)


def requests(database: Database) -> list[DataRequest]:
    """What people asked to be told, those that wait for the merchant first."""
    with database.read() as connection:
        return data_requests.listed(connection)


def request(database: Database, number: int) -> DataRequest:
    """Raises NoSuchRequest."""
    found = next((one for one in requests(database) if one.id == number), None)
    if found is None:
        raise NoSuchRequest(f"there is no request {number}; `loyalty requests list` shows them")
    return found


def answered(database: Database, number: int, now: datetime) -> DataRequest:
    """The merchant has handed it over: the copy goes. Raises NoSuchRequest."""
    if request(database, number).answered_at is None:
        with database.write() as connection:
            data_requests.answer(connection, number, now)
    return request(database, number)


def _tell(database: Database, store: Store, wish: PersonAsked, now: datetime) -> None:
    member = _member(database, store, wish.customer)
    told = None
    if member is not None:
        everything = export_person(database, [store], member, now)
        told = msgspec.json.format(msgspec.json.encode(everything, enc_hook=str), indent=2)
    with database.write() as connection:
        stores.lock(connection, store.id)
        if data_requests.known(connection, store.id, wish.request):
            return
        if member is not None and erasures.get(connection, member):
            told = None  # forgotten while it was gathered
        data_requests.add(connection, store.id, wish.request, member, told, now)
    log.warning("somebody asks what is held of them: `loyalty requests list`", store=store.name)


def _forget(database: Database, store: Store, wish: PersonErased, now: datetime) -> None:
    """Also whoever has no account with us, for what they ordered may be held, or come yet."""
    email = (wish.email or "").strip().lower()
    with database.write() as connection:
        stores.lock(connection, store.id)
        member = members.of_customers(connection, store.id, [wish.customer]).get(wish.customer)
        if member is None:
            hidden = pseudonym(connection, store.programme_id, name_of(store.name, wish.customer))
            forgotten = bool(erasures.names(connection, [hidden]))
            if forgotten and email not in orders.guest_addresses(connection, store.id):
                return
            buyer = Buyer(wish.customer, email or None, "")
            made = members.enrol(connection, store.programme_id, store.id, {wish.customer: buyer}, now)
            member = made[wish.customer]
    erase_person(database, [store], member, _author(store), now)


def _join(database: Database, store: Store, wish: CustomersMerged, now: datetime) -> None:
    """What the other account has goes with the one that is left; nothing to do where we know only that one."""
    with database.write() as connection:
        stores.lock(connection, store.id)
        known = members.of_customers(connection, store.id, [wish.kept, wish.gone])
        gone = known.get(wish.gone)
        if gone is None or wish.kept == wish.gone:
            return
        kept = known.get(wish.kept)
        if kept is None:
            buyer = Buyer(wish.kept, None, "")
            kept = members.enrol(connection, store.programme_id, store.id, {wish.kept: buyer}, now)[wish.kept]
        groups = joining.groups(connection, [gone, kept])
        if groups.root(gone) == groups.root(kept):
            return
        stands_for = groups.root(gone)
    try:
        join_members(database, stands_for, kept, reason=MERGED, author=_author(store), now=now)
    except NoSuchMember:  # one of them was forgotten: there is nobody to join
        return
    except NotJoinable as error:
        raise Rejected(f"the shop made one account of two, and their members stay apart: {error}") from None


def _close(database: Database, store: Store, wish: StoreClosed, now: datetime) -> None:
    with database.write() as connection:
        closed = closings.close(connection, store.id, wish.at)
    if not closed:
        return
    log.warning("the shop took our access away; it is asked nothing more", store=store.name)
    if wish.erase:
        _forget_everybody(database, store, now)


def _forget_everybody(database: Database, store: Store, now: datetime) -> None:
    """All who are known from this shop alone; who shops in another of the programme stays a member there."""
    with database.read() as connection:
        customers = members.customers(connection, store.id)
        ids = sorted(set(members.of_customers(connection, store.id, customers).values()))
        guests = orders.guest_addresses(connection, store.id)
        elsewhere = {one for one in ids if any(i.store != store.name for i in members.identities_of(connection, [one]))}
    for member in ids:
        if member not in elsewhere:
            erase_person(database, [store], member, _author(store), now)
    for address in guests:
        with database.write() as connection:
            stores.lock(connection, store.id)
            if address not in orders.guest_addresses(connection, store.id):
                continue
            nameless = members.get(connection, members.enrol_nameless(connection, store.programme_id, now))
            if nameless is None:
                continue
            members.set_address(connection, nameless, address, None, _author(store), now)
        erase_person(database, [store], nameless.id, _author(store), now)


def _member(database: Database, store: Store, customer: str) -> int | None:
    with database.read() as connection:
        return members.of_customers(connection, store.id, [customer]).get(customer)


def _author(store: Store) -> str:
    return f"store:{store.name}"
