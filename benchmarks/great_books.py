"""Books of many members, made by bulk insert: what would take the program hours.

Each member has ten lots, each opened by a transaction with one posting. A thousandth of all lots lapses on each day
from `FIRST_DAY` on, at noon. What was made once is kept in `benchmarks/cache/`, and the sweeps of the benchmarks go on
in it where the last one ended.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import places
from connector.db import marks

CACHE = Path(__file__).parent / "cache"
LOTS = 10  # of each member
FIRST_DAY = datetime(2026, 1, 1, 6, tzinfo=UTC)  # the books were swept until then
_NUMBERS = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_MEMBER = f"(i - 1) / {LOTS} + 1"
_SEQ = f"(i - 1) % {LOTS} + 1"
_KEY = "printf('opening:%09d', i)"
_ROWS = (
    (
        "members (id, programme_id, enrolled_at, email, name)",
        "i, 1, '2024-01-01 00:00:00.000000', 'm' || i || '@example.test', 'Member ' || i",
        1,
    ),
    ("identities (id, member_id, store_id, customer)", "i, i, 1, i", 1),
    (
        "transactions "
        "(id, member_id, seq, kind, key, fingerprint, happened_at, recorded_at, reason, author, trace, chain)",
        f"i, {_MEMBER}, {_SEQ}, 'adjust', {_KEY}, printf('%064x', i), '2025-01-01 00:00:00.000000', "
        "'2025-01-01 00:00:00.000000', 'opening balance', 'benchmark', '[]', printf('%064x', i)",
        LOTS,
    ),
    (
        "lots (id, key, member_id, transaction_id, earned_at, matures_at, expires_at)",
        f"i, {_KEY}, {_MEMBER}, i, '2025-01-01 00:00:00.000000', '2025-01-01 00:00:00.000000', "
        "strftime('%Y-%m-%d 12:00:00.000000', '2026-01-01', (i * 7919 % 1000) || ' days')",
        LOTS,
    ),
    (
        "postings (id, transaction_id, lot_id, source, destination, points)",
        "i, i, i, 'issued', 'available', 50 + i % 100",
        LOTS,
    ),
)


def of(members: int) -> str:
    """The address of such books, made if they are not there."""
    CACHE.mkdir(exist_ok=True)
    file = CACHE / f"books-{members}.db"
    if not file.exists():
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _make(unfinished, members)
        unfinished.rename(file)
    with places.books(f"sqlite:///{file}"):  # what was made by an older program is brought to today's revision
        return f"sqlite:///{file}"


def _make(file: Path, members: int) -> None:
    with places.books(f"sqlite:///{file}") as database:
        places.connected(database)
        with database.write() as connection:
            marks.put(connection, marks.LOTS_AGED, FIRST_DAY)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        indexes = connection.execute(found).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for table, values, each in _ROWS:
            connection.execute(f"INSERT INTO {table} {_NUMBERS} SELECT {values} FROM n", {"count": members * each})  # noqa: S608
        for _, statement in indexes:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")
