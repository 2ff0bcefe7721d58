"""The books."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from connector.core.ledger import Account, Kind
from connector.db.tables.columns import Utc, key, metadata, one_of, to

transactions = Table(
    "transactions",
    metadata,
    key(),
    to("members"),
    Column("seq", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("key", String(240), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("happened_at", Utc, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("author", String(120), nullable=False),
    Column("order_ref", String(200), index=True),
    Column("redemption_ref", String(40), index=True),
    Column("resolves", String(240)),
    Column("trace", JSON, nullable=False),  # the reckoning behind it
    Column("chain", String(64), nullable=False),  # binds it to the member's transaction before it
    UniqueConstraint("member_id", "seq"),  # the backstop behind the member lock
    one_of("kind", Kind),
)

lots = Table(
    "lots",
    metadata,
    key(),
    Column("key", String(240), nullable=False, unique=True),
    to("members", index=True),
    to("transactions"),
    Column("order_ref", String(200), index=True),
    Column("earned_at", Utc, nullable=False),
    Column("matures_at", Utc, nullable=False, index=True),
    Column("expires_at", Utc, index=True),
)

postings = Table(
    "postings",
    metadata,
    key(),
    to("transactions", index=True),
    to("lots", index=True),
    Column("source", String(12), nullable=False),
    Column("destination", String(12), nullable=False),
    Column("points", Integer, nullable=False),
    CheckConstraint("points > 0", name="positive"),
    CheckConstraint("source <> destination", name="moves"),
    one_of("source", Account),
    one_of("destination", Account),
)

APPEND_ONLY: tuple[Table, ...] = (transactions, lots, postings)
