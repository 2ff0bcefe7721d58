"""A day's sweep of lapsed points over many lots, beside counting what it has to touch.

To `count(*)` a lot that lapses is an entry of an index; to the sweep it is a wallet to read, a decision, and a
transaction with its posting and its link of the chain to write. So there are two counts: by the bare predicate, and by
what the sweep must know of each lot, whether there are points left in it. Each round sweeps the next day of the great
books.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from benchmarks import great_books
from benchmarks.harness import Measured, apart, at_most, peak
from connector.core.ledger import Account
from connector.db import marks
from connector.db.engine import Database
from connector.db.ledger import net
from connector.db.tables import lots, postings
from connector.usecases.sweep import sweep_lots

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """Microseconds for each lot that lapses, and the peak memory in megabytes."""

    swept: float
    counted: float
    counted_with_points: float
    peak: float


def measure(quick: bool) -> Iterator[Measured]:
    many, few, rounds = (50_000, 1_000, 3) if quick else (1_000_000, 50_000, 5)
    days = [apart(swept, many) for _ in range(rounds)]
    what = f"sweep of a day over {many * great_books.LOTS:,} lots, each that lapses"
    bare = tuple((day.swept, day.counted) for day in days)
    yield Measured(what, "`count(*)` with the same predicate", "µs", bare, at_most(3))
    with_points = tuple((day.swept, day.counted_with_points) for day in days)
    yield Measured(what, "`count(*)` of those with points left", "µs", with_points)
    peaks = tuple((day.peak, apart(swept, few).peak) for day in days)
    yield Measured("peak memory of that sweep", f"over {few * great_books.LOTS:,} lots", "MB", peaks, at_most(1.2))


def swept(of: int) -> Day:
    """The next day of the books of so many members."""
    with closing(Database(great_books.of(of))) as database:
        with database.read() as connection:
            begins = marks.get(connection, marks.LOTS_AGED) or great_books.FIRST_DAY
            lapse = _lapse(begins, begins + DAY)
            count, counted = _counted(connection, select(func.count()).select_from(lots).where(lapse))
            left = (
                select(postings.c.lot_id)
                .where(postings.c.lot_id.in_(select(lots.c.id).where(lapse)))
                .group_by(postings.c.lot_id)
                .having(net(Account.PENDING, Account.AVAILABLE) > 0)
            )
            _, counted_with_points = _counted(connection, select(func.count()).select_from(left.subquery()))
        started = time.perf_counter()
        written = sweep_lots(database, begins + DAY)
        took = time.perf_counter() - started
        assert written == count, (written, count)
        return Day(*(1e6 * seconds / count for seconds in (took, counted, counted_with_points)), peak())


def _lapse(after: datetime, until: datetime) -> ColumnElement[bool]:
    """As the sweep asks, in books of one programme: to name it would keep SQLite from the indexes of the dates."""
    return or_(lots.c.matures_at.between(after, until), lots.c.expires_at.between(after, until))


def _counted(connection: Connection, statement: Select[tuple[int]]) -> tuple[int, float]:
    connection.execute(statement)  # once before, so that neither of the two reads from the disk
    started = time.perf_counter()
    count = connection.execute(statement).scalar_one()
    return count, time.perf_counter() - started
