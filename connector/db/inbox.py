"""The inbox: what stores told us, raw, before anyone has read it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

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
        }
        for letter in letters
    ]
    if not rows:
        return 0
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
    return len(connection.execute(statement, rows).all())
