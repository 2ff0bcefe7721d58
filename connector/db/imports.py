"""Imports of points, as the keys of their transactions tell of them: `import:{batch}:{attempt}:{line}`.

The rule kept here: there is no second record of an import; what the books hold is what was imported, and an attempt is
undone when transactions answer its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from connector.db.tables import members, postings, transactions


@dataclass(frozen=True, slots=True)
class Batch:
    """One import of a file. The same file may be imported again once it was undone: another attempt."""

    id: str
    attempt: int
    imported_at: datetime
    author: str
    rows: int
    points: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """What one row of a batch gave, to whom; its lot has the same key."""

    member_id: int
    programme_id: int
    key: str
    points: int


def key(batch: str, attempt: int, line: int) -> str:
    return f"import:{batch}:{attempt}:{line}"


def batches(connection: Connection, batch: str | None = None) -> list[Batch]:
    """All imports, or those of one file, oldest first."""
    prefix = "import:" if batch is None else f"import:{batch}:"
    kept = transactions.c
    rows = connection.execute(
        select(kept.key, kept.recorded_at, kept.author, func.sum(postings.c.points).label("points"))
        .join(postings, postings.c.transaction_id == kept.id)
        .where(kept.key.startswith(prefix, autoescape=True))
        .group_by(kept.id, kept.key, kept.recorded_at, kept.author)
        .order_by(kept.id)
    )
    found: dict[tuple[str, int], Batch] = {}
    for row in rows:
        name = _batch_and_attempt(row.key)
        so_far = found.get(name) or Batch(*name, row.recorded_at, row.author, 0, 0, None)
        found[name] = replace(so_far, rows=so_far.rows + 1, points=so_far.points + row.points)
    undone = select(kept.resolves, kept.recorded_at).where(kept.key.startswith(f"undo:{prefix}", autoescape=True))
    for resolved, undone_at in connection.execute(undone):
        name = _batch_and_attempt(resolved)
        found[name] = replace(found[name], undone_at=undone_at)
    return list(found.values())


def given(connection: Connection, batch: Batch) -> list[Given]:
    """What the rows of a batch gave."""
    kept = transactions.c
    rows = connection.execute(
        select(kept.member_id, members.c.programme_id, kept.key, postings.c.points)
        .join(postings, postings.c.transaction_id == kept.id)
        .join(members, members.c.id == kept.member_id)
        .where(kept.key.startswith(f"import:{batch.id}:{batch.attempt}:", autoescape=True))
        .order_by(members.c.programme_id, kept.member_id)
    )
    return [Given(**row._mapping) for row in rows]


def _batch_and_attempt(key: str) -> tuple[str, int]:
    _, batch, attempt, _ = key.split(":")
    return batch, int(attempt)
