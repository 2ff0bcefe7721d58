"""Opening balances in bulk: a file is imported, and an import is taken back.

The rule kept here: all or nothing, in one commit. The same content is imported once, unless it was undone; an undo
takes exactly what was given, from the lots that were made for it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Connection

from connector.core.adjustment import give, take_back
from connector.core.commerce import Buyer
from connector.core.expiry import expires_at
from connector.core.foreseen import Refused
from connector.core.quote import Refusal
from connector.db import imports, members, stores
from connector.db.engine import Database
from connector.db.imports import Batch, Given
from connector.db.ledger import Books
from connector.usecases.debts import collect_debts
from connector.usecases.look import NoSuchThing
from connector.usecases.opening_balances import Balance, Holder, Known, judge
from connector.usecases.programmes import versions
from connector.usecases.sheet import Sheet

_CHUNK = 500
_LONGEST_CUSTOMER = 120  # characters, as the table has it
_LARGEST_NUMBER = 2**31 - 1
_T = TypeVar("_T")

Watch = Callable[[int], None]


class ImportRefused(Refused):
    """It was done already, or cannot be undone any more; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; of a dry run, what it would do."""

    batch: str
    rows: int
    members: int
    new_members: int
    points: int
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back."""

    batch: str
    rows: int
    points: int


def rehearse_import(database: Database, sheet: Sheet, *, programme_id: int | None, now: datetime) -> Imported:
    """What `import_balances` would do. Raises what it would raise."""
    with database.read() as connection:
        _, balances = _judged(connection, sheet, programme_id, now)
        return _summary(sheet, balances, dry_run=True)


def import_balances(
    database: Database, sheet: Sheet, *, programme_id: int | None, author: str, now: datetime, watch: Watch
) -> Imported:
    """Give what the file says; with `programme_id` to members of this programme only. `watch` is told how many rows
    more were written. Raises BadRows or ImportRefused, and then nothing has changed."""
    with database.write() as connection:
        _take_turns(connection)
        attempt, balances = _judged(connection, sheet, programme_id, now)
        enrolled = _enrolled(connection, balances, now)
        for programme, part in _by_programme(enrolled, lambda row: row[1].holder.programme_id, lambda row: row[0]):
            terms = versions(connection, programme).latest
            books = Books.open(connection, [member for member, _ in part], terms)
            books.post(
                (
                    member,
                    give(
                        row.points,
                        row.expires or expires_at(now, terms),
                        key=imports.key(sheet.batch, attempt, row.line),
                        reason=row.reason,
                        author=author,
                        now=now,
                    ),
                )
                for member, row in part
            )
            collect_debts(connection, books, terms.debt, now)
            books.write(connection, now)
            watch(len(part))
    return _summary(sheet, balances, dry_run=False)


def undo_import(database: Database, batch: str, *, author: str, now: datetime, watch: Watch) -> Undone:
    """Take back all that a batch gave. Raises NoSuchThing or ImportRefused, and then nothing has changed."""
    with database.write() as connection:
        _take_turns(connection)
        attempts = imports.batches(connection, batch)
        if not attempts:
            raise NoSuchThing(f"there is no import {batch!r}; `loyalty ledger imports` shows them")
        last = attempts[-1]
        if last.undone_at is not None:
            raise ImportRefused(f"import {batch} was undone already on {last.undone_at:%Y-%m-%d %H:%M} UTC")
        short: list[str] = []
        given = imports.given(connection, last)
        for programme, part in _by_programme(given, lambda row: row.programme_id, lambda row: row.member_id):
            short += _take_back(connection, programme, part, author, now, f"import {batch} undone")
            watch(len(part))
        if short:
            raise ImportRefused("\n".join([f"import {batch} cannot be undone, nothing was changed:", *short]))
    return Undone(batch, last.rows, last.points)


def import_batches(database: Database) -> list[Batch]:
    """All imports, oldest first."""
    with database.read() as connection:
        return imports.batches(connection)


def _take_turns(connection: Connection) -> None:
    """One import or undo at a time, and no order makes a member of a customer in the file meanwhile."""
    for store_id in sorted(store.id for store in stores.listed(connection)):
        stores.lock(connection, store_id)


def _take_back(
    connection: Connection, programme: int, part: Sequence[Given], author: str, now: datetime, reason: str
) -> list[str]:
    """Post and write it; returns a line for each member who has too little left."""
    books = Books.open(connection, [row.member_id for row in part], versions(connection, programme).latest)
    short = []
    for row in part:
        try:
            wallet = books.wallet(row.member_id)
            entry = take_back(row.key, row.points, wallet, reason=reason, author=author, now=now)
            books.post([(row.member_id, entry)])
        except Refusal as refusal:
            short.append(f"member {row.member_id}: {refusal.limit} of the {row.points} points are left")
    books.write(connection, now)
    return short


def _judged(connection: Connection, sheet: Sheet, programme_id: int | None, now: datetime) -> tuple[int, list[Balance]]:
    """The number of this attempt at the file, and what is to be given."""
    attempts = imports.batches(connection, sheet.batch)
    if attempts and (last := attempts[-1]).undone_at is None:
        raise ImportRefused(
            f"{sheet.file} was already imported on {last.imported_at:%Y-%m-%d %H:%M} UTC by {last.author}; "
            f"`loyalty ledger undo {last.id}` takes it back"
        )
    return len(attempts) + 1, judge(sheet, known_holders(connection, sheet.cells("member"), programme_id), now)


def known_holders(connection: Connection, names: Collection[str], programme_id: int | None) -> Known:
    """Who may be meant by these names, in this programme only where one is named."""
    listed = stores.listed(connection)
    found: dict[str, list[Holder]] = {name: [] for name in names}
    numbers = {name: int(name) for name in names if name.isdecimal() and len(name) < 11}
    for some in _chunks([number for number in set(numbers.values()) if number <= _LARGEST_NUMBER]):
        programmes = members.programmes_of(connection, some)
        for name, number in numbers.items():
            if number in programmes:
                found[name].append(Holder(programmes[number], number))
    addresses: dict[str, list[str]] = {}
    for name in names:
        if "@" in name:
            addresses.setdefault(name.lower(), []).append(name)
    for some_addresses in _chunks(list(addresses)):
        for member in members.of_emails(connection, some_addresses):
            for name in addresses[member.email or ""]:
                found[name].append(Holder(member.programme_id, member.id))
    for store in listed:
        of_store = {
            name: customer
            for name in names
            if "@" not in name
            and name.startswith(f"{store.name}:")
            and 0 < len(customer := name.removeprefix(f"{store.name}:").strip()) <= _LONGEST_CUSTOMER
        }
        of_customers: dict[str, int] = {}
        for some_customers in _chunks(list(of_store.values())):
            of_customers |= members.of_customers(connection, store.id, some_customers)
        for name, customer in of_store.items():
            known = of_customers.get(customer)
            holder = Holder(store.programme_id, known)
            found[name].append(holder if known else replace(holder, store_id=store.id, customer=customer))
    if programme_id is not None:
        found = {
            name: [holder for holder in holders if holder.programme_id == programme_id]
            for name, holders in found.items()
        }
    ruling = {holder.programme_id for holders in found.values() for holder in holders}
    timezones = {programme: versions(connection, programme).latest.timezone for programme in ruling}
    return Known(found, [store.name for store in listed], timezones)


def _enrolled(connection: Connection, balances: Sequence[Balance], now: datetime) -> list[tuple[int, Balance]]:
    """(member, balance) of all, the new members having been enrolled."""
    made: dict[Holder, int] = {}
    new = [balance.holder for balance in balances if balance.holder.member_id is None]
    for store_id in sorted({holder.store_id for holder in new if holder.store_id is not None}):
        of_store = {holder.customer: holder for holder in new if holder.store_id == store_id}
        buyers = {customer: Buyer(customer, None, "") for customer in of_store}
        programme_id = next(iter(of_store.values())).programme_id
        for customer, member in members.enrol(connection, programme_id, store_id, buyers, now).items():
            made[of_store[customer]] = member
    return [(balance.holder.member_id or made[balance.holder], balance) for balance in balances]


def _summary(sheet: Sheet, balances: Sequence[Balance], *, dry_run: bool) -> Imported:
    new = sum(balance.holder.member_id is None for balance in balances)
    points = sum(balance.points for balance in balances)
    return Imported(sheet.batch, len(balances), len(balances), new, points, dry_run)


def _by_programme(
    rows: Iterable[_T], programme: Callable[[_T], int], member: Callable[[_T], int]
) -> Iterator[tuple[int, list[_T]]]:
    """Not too many at once, of one programme, members in the order in which all lock them."""
    ordered = sorted(rows, key=lambda row: (programme(row), member(row)))
    for ruling, group in groupby(ordered, programme):
        for part in _chunks(list(group)):
            yield ruling, part


def _chunks(rows: list[_T]) -> Iterator[list[_T]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]
