"""The inbox: what stores told us, raw, before anyone has read it."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector import logs
from connector.db.queue import State
from connector.db.tables import inbox

WEBHOOK = "webhook"
POLL = "poll"


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing a store told us. `parked` says why it goes straight to quarantine."""

    store_id: int
    source: str
    body: bytes
    headers: Mapping[str, str]
    subject: str | None = None
    parked: str | None = None
    trace: str | None = field(default_factory=logs.trace)

    @property
    def fingerprint(self) -> str | None:
        if self.source == WEBHOOK:
            return None
        return hashlib.sha256(f"{self.subject or ''}\0".encode() + self.body).hexdigest()


def add(connection: Connection, letters: Iterable[Letter], now: datetime) -> int:
    """Keep these; what a poll could not read is kept once. Returns how many rows were added."""
    rows = [
        {
            "store_id": letter.store_id,
            "source": letter.source,
            "subject": letter.subject,
            "fingerprint": letter.fingerprint,
            "headers": dict(letter.headers),
            "body": letter.body,
            "received_at": now,
            "state": (State.PARKED if letter.parked else State.WAITING).value,
            "attempts": 0,
            "due_at": now,
            "reason": letter.parked,
            "trace": letter.trace,
        }
        for letter in letters
    ]
    if not rows:
        return 0
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
    return len(connection.execute(statement, rows).all())


EMPTIED = "emptied, for its person was erased; retry reads the order again"


def with_content(connection: Connection, store_id: int) -> Iterator[Row[Any]]:
    """The rows of a store that still hold what it told, oldest first, one after the other."""
    rows = select(inbox).where(inbox.c.store_id == store_id, func.length(inbox.c.body) > 0).order_by(inbox.c.id)
    yield from connection.execute(rows.execution_options(yield_per=100))


def empty(connection: Connection, rows: Mapping[int, str]) -> None:
    """Of these rows (→ order id) keep only which order they are about; those that are not done read it again."""
    changed = update(inbox).where(inbox.c.id == bindparam("row_id"))
    content: dict[str, Any] = {
        "source": POLL,
        "body": b"",
        "headers": {},
        "fingerprint": None,
        "subject": bindparam("order_id"),
    }
    listed = [{"row_id": row_id, "order_id": order_id} for row_id, order_id in rows.items()]
    if listed:
        connection.execute(changed.values(**content), listed)
        told_why = update(inbox).where(inbox.c.id.in_(rows), inbox.c.reason.is_not(None))
        connection.execute(told_why.values(reason=EMPTIED))


def blank(connection: Connection, rows: Collection[int]) -> None:
    """Of these rows keep only that they came: they named people, and are done."""
    connection.execute(update(inbox).where(inbox.c.id.in_(rows)).values(body=b"", headers={}))


def drop(connection: Connection, rows: Collection[int]) -> None:
    """Forget these rows, whatever became of them."""
    connection.execute(delete(inbox).where(inbox.c.id.in_(rows)))
