"""What shops told us to do about people: what they asked to be told, and that we may no longer come."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

data_requests = Table(
    "data_requests",
    metadata,
    key(),
    to("stores"),
    Column("reference", String(120), nullable=False),  # the platform's name of it
    to("members", nullable=True, index=True),  # none: nothing is held of them
    Column("asked_at", Utc, nullable=False),
    Column("told", LargeBinary),  # everything that was held then, as JSON; taken out with an erasure
    Column("answered_at", Utc),  # the merchant has handed it over
    UniqueConstraint("store_id", "reference"),
)

store_closings = Table(
    "store_closings",
    metadata,
    Column("store_id", ForeignKey("stores.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("closed_at", Utc, nullable=False),
    Column("reopened_at", Utc),  # what was closed before it is no longer so
)
