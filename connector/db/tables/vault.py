"""Secrets that platforms change as we go, encrypted."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table

from connector.db.tables.columns import Utc, metadata

store_secrets = Table(
    "store_secrets",
    metadata,
    Column("store_id", ForeignKey("stores.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("secret", LargeBinary),  # none: it was claimed and never written
    Column("claimed_until", Utc),  # somebody is changing it
)
