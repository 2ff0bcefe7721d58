"""What waits for its turn: events that came, effects to be sent."""

from sqlalchemy import (
    JSON,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from connector.db.tables.columns import Utc, key, metadata, to

_OPEN = text("state IN ('waiting', 'parked')")
_WAITING = text("state = 'waiting'")

inbox = Table(
    "inbox",
    metadata,
    key(),
    to("stores"),
    Column("source", String(12), nullable=False),  # webhook or poll
    Column("subject", String(120)),  # the order it is about, where that is known without parsing
    # Of what a poll could not read, so that it is kept once. Events have none: real stores give one delivery id to
    # many events, and handling one twice changes nothing.
    Column("fingerprint", String(64)),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("reason", Text),
    Column("done_at", Utc),
    Column("trace", String(40)),  # binds the log's lines about it together
    Index("uq_inbox_open", "store_id", "fingerprint", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_inbox_due", "store_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    to("stores"),
    Column("key", String(240), nullable=False, unique=True),
    Column("kind", String(30), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("reason", Text),
    Column("done_at", Utc),
    Column("trace", String(40)),  # of what it follows from
    Index("ix_outbox_due", "store_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
)
