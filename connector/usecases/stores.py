"""A connected store, as the use cases see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from connector.adapter import Adapter
from connector.core.foreseen import Unknown, Unusable
from connector.core.quote import Refusal
from connector.db import programmes, stores
from connector.db.engine import Database
from connector.programme import Programme
from connector.usecases.programmes import apply_programme


class Shop(Protocol):
    """As much of a store as settling its orders needs, whether it is connected or not."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def programme_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Store:
    """`return_window` is how long after being placed an order is read again and again (refunds may move no date).
    `country` is where its telephone numbers are at home, if they name no country (ISO 3166's two letters).
    `shadow`: another system still keeps its points; it is only read, and nothing is redeemed there."""

    id: int
    name: str
    programme_id: int
    adapter: Adapter
    return_window: timedelta
    country: str | None = None
    shadow: bool = False


def require_writing(store: Store) -> None:
    """May something be put into the store? Raises Refusal."""
    if store.shadow:
        raise Refusal("in_shadow", 0, 0)


class NoSuchStore(Unknown):
    """The books know no store of this name, or several where none was named."""


class OtherProgramme(Unusable):
    """The store's members belong to another programme than its settings now name."""


def enlist(database: Database, name: str, programme: Programme, author: str, now: datetime) -> stores.StoreRow:
    """Make the books know the store and its programme; a store that they know stays as it is.

    Raises OtherProgramme: points cannot move from one programme to another.
    """
    with database.read() as connection:  # nearly always: nobody waits for a writer only to look
        known = known_store(connection, name, programme)
    if known is not None:
        return known
    with database.write() as connection:
        known = stores.find(connection, name)
        if known is not None:
            return known
        programme_id = apply_programme(connection, programme, author, now, only_if_new=True)
        return stores.add(connection, name, programme_id)


def known_store(connection: Connection, name: str, programme: Programme) -> stores.StoreRow | None:
    """The store as the books know it, if they do. Raises OtherProgramme."""
    known = stores.find(connection, name)
    if known is None:
        return None
    belongs_to = programmes.name(connection, known.programme_id)
    if belongs_to != programme.terms.name:
        raise OtherProgramme(
            f"store {name} belongs to the programme {belongs_to!r}, and its settings name "
            f"{programme.terms.name!r}: write programme: {belongs_to} in the file, or give the store another name"
        )
    return known


def the_store(database: Database, name: str | None) -> stores.StoreRow:
    """The store of this name; without a name the only one that the books know. Raises NoSuchStore."""
    with database.read() as connection:
        known = stores.listed(connection)
    if found := [one for one in known if name in (None, one.name)]:
        if len(found) == 1:
            return found[0]
        raise NoSuchStore(f"say which store with --store: {', '.join(one.name for one in found)}")
    raise NoSuchStore(f"the books know no store {name or 'yet'}; `loyalty sync` reads one")
