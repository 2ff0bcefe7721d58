"""Codes that shops are connected by, as they are kept.

The rule kept here: a store has one code at a time; a new one takes the place of the one before it.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from connector.core.pairing import Pairing
from connector.db.tables import pairings


def replace(connection: Connection, pairing: Pairing) -> None:
    connection.execute(delete(pairings).where(pairings.c.store == pairing.store))
    connection.execute(insert(pairings).values(**asdict(pairing)))


def find(connection: Connection, store: str, *, lock: bool = False) -> Pairing | None:
    """With `lock`, inside a write: nobody else changes it before the commit."""
    wanted = select(pairings).where(pairings.c.store == store)
    row = connection.execute(wanted.with_for_update() if lock else wanted).mappings().one_or_none()
    return Pairing(**{name: value for name, value in row.items() if name != "id"}) if row else None


def count_try(connection: Connection, pairing: Pairing) -> None:
    _set(connection, pairing, tries=pairing.tries + 1)


def connect(connection: Connection, pairing: Pairing, now: datetime | None) -> None:
    """Its keys are ours since `now`; None: they are not after all."""
    _set(connection, pairing, connected_at=now, trouble="")


def end(connection: Connection, pairing: Pairing, now: datetime) -> None:
    _set(connection, pairing, ended_at=now)


def note(connection: Connection, pairing: Pairing, trouble: str) -> None:
    _set(connection, pairing, trouble=trouble)


def _set(connection: Connection, pairing: Pairing, **values: object) -> None:
    """Only of this code: one that took its place meanwhile is left alone."""
    this = (pairings.c.store == pairing.store, pairings.c.code_seal == pairing.code_seal)
    connection.execute(update(pairings).where(*this).values(**values))
