"""Keeping what another system says that members have, while it still keeps the points.

The rule kept here: a file is kept whole or not at all, and speaks of one moment; nothing here moves a point.
"""

from dataclasses import dataclass
from datetime import datetime

from connector.core.foreseen import Refused, Unknown
from connector.db import shadow, stores
from connector.db.engine import Database
from connector.db.shadow import Reading
from connector.db.stores import StoreRow
from connector.usecases.bulk import known_holders
from connector.usecases.shadow_sheet import judge, named
from connector.usecases.sheet import Sheet


class ReadAlready(Refused):
    """A file that speaks of this moment is kept already."""


class NothingRead(Unknown):
    """No such file was read; the message says how to read one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read of a file. `unknown` are balances of addresses that nobody of ours has."""

    reading: int
    store: str
    taken_at: datetime
    balances: int
    unknown: int
    orders: int


def keep_figures(
    database: Database, store: StoreRow, sheet: Sheet, *, taken_at: datetime, author: str, now: datetime
) -> Kept:
    """Keep what the file says of that moment. Raises BadRows or ReadAlready, and then nothing has changed."""
    with database.write() as connection:
        stores.lock(connection, store.id)
        for one in shadow.readings(connection, store.id):
            if one.taken_at == taken_at:
                raise ReadAlready(
                    f"file {one.id} speaks of {taken_at:%Y-%m-%d %H:%M} UTC already; "
                    f"`loyalty shadow forget {one.id}` drops it, or give another --at"
                )
        known = known_holders(connection, named(sheet), store.programme_id)
        figures = judge(sheet, known, store.name)
        reading = shadow.add(connection, store.id, sheet.batch, taken_at, author, now, figures.balances, figures.orders)
    nobodys = sum(one.member_id is None and one.customer is None for one in figures.balances)
    return Kept(reading, store.name, taken_at, len(figures.balances), nobodys, len(figures.orders))


def readings(database: Database, store: StoreRow) -> list[Reading]:
    """The files that are kept, by the time of which they speak."""
    with database.read() as connection:
        return shadow.readings(connection, store.id)


def forget_readings(database: Database, store: StoreRow, reading: int | None) -> int:
    """Drop a file, or all of them. Returns how many. Raises NothingRead."""
    with database.write() as connection:
        stores.lock(connection, store.id)
        known = [one.id for one in shadow.readings(connection, store.id) if reading in (None, one.id)]
        if reading is not None and not known:
            raise NothingRead(f"{store.name} has no file {reading}; `loyalty shadow list` shows them")
        shadow.forget(connection, known)
        return len(known)
