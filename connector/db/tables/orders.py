"""Orders as last seen, and what was redeemed."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from connector.db.tables.columns import Utc, key, metadata, to

orders = Table(
    "orders",
    metadata,
    key(),
    to("stores"),
    Column("external_id", String(120), nullable=False),
    Column("number", String(120), nullable=False),
    to("members", nullable=True, index=True),
    Column("guest_email", String(320), index=True),  # lower case, where nobody's account ordered
    Column("status", String(60), nullable=False),
    Column("stage", String(12), nullable=False),
    Column("placed_at", Utc, nullable=False),
    Column("modified_at", Utc, nullable=False),
    Column("observed_at", Utc, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("snapshot", JSON, nullable=False),
    Column("version_id", ForeignKey("programme_versions.id", ondelete="RESTRICT")),
    Column("award", JSON, nullable=False),
    Column("shortfall", Integer, nullable=False),  # points it should have given back and could not
    Column("unpaid", Integer, nullable=False),  # points of a code it used that were gone elsewhere
    Column("settled_at", Utc, nullable=False),
    UniqueConstraint("store_id", "external_id"),
    Index("ix_orders_store_placed", "store_id", "placed_at"),
    Index("ix_orders_debtors", "member_id", sqlite_where=text("shortfall > 0"), postgresql_where=text("shortfall > 0")),
)

redemptions = Table(
    "redemptions",
    metadata,
    key(),
    Column("reference", String(40), nullable=False, unique=True),
    to("members", index=True),
    to("stores"),
    Column("key", String(200), nullable=False, unique=True),  # the caller's idempotency key
    Column("code", String(60), nullable=False, unique=True),
    Column("points", Integer, nullable=False),
    Column("worth", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("minimum_spend", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False, index=True),
)
