"""Members: who they are in the stores, and which addresses are known to be theirs."""

from sqlalchemy import (
    Column,
    String,
    Table,
    UniqueConstraint,
)

from connector.db.tables.columns import Utc, key, metadata, to

members = Table(
    "members",
    metadata,
    key(),
    to("programmes", index=True),
    Column("enrolled_at", Utc, nullable=False),
    Column("email", String(320), index=True),  # lower case
    Column("name", String(200), nullable=False, server_default=""),
)

identities = Table(
    "identities",
    metadata,
    key(),
    to("members", index=True),
    to("stores"),
    Column("customer", String(120), nullable=False),
    UniqueConstraint("store_id", "customer"),
)

claims = Table(
    "claims",
    metadata,
    key(),
    to("programmes"),
    Column("email", String(320), nullable=False),  # lower case, known to be the member's
    to("members", index=True),
    Column("since", Utc, nullable=False),  # guest orders placed after then ...
    Column("claimed_at", Utc, nullable=False),  # ... and until then are the member's
    Column("author", String(120), nullable=False),
    UniqueConstraint("programme_id", "email", "since"),
)
