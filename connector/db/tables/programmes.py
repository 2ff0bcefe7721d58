"""Programmes with their versions, and the stores."""

from sqlalchemy import (
    Column,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from connector.db.tables.columns import Utc, key, metadata, to

programmes = Table(
    "programmes",
    metadata,
    key(),
    Column("name", String(64), nullable=False, unique=True),
)

programme_versions = Table(
    "programme_versions",
    metadata,
    key(),
    to("programmes"),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    # In force for orders placed from here on; the first version has None and judges everything older too.
    Column("in_force_from", Utc),
    Column("applied_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    UniqueConstraint("programme_id", "number"),
)

stores = Table(
    "stores",
    metadata,
    key(),
    Column("name", String(40), nullable=False, unique=True),
    to("programmes", index=True),
    Column("orders_cursor", Utc),  # every change before it has been read
    Column("backfilled_at", Utc),  # when the whole history had been read for the first time
    Column("reread_at", Utc),  # when the recent orders were last read again
    Column("reread_wanted_at", Utc),  # an event asked for it
    Column("trouble", Text),  # why reading does not work at present
    Column("failures", Integer, nullable=False, server_default="0"),  # how often in a row it did not
    Column("pull_due_at", Utc),  # not to be asked before
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),  # how far a sweep has come
    Column("at", Utc, nullable=False),
)
