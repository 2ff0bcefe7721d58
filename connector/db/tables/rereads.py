"""Recent orders that could not be read again, and why."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from connector.db.tables.columns import Utc, metadata

reread_troubles = Table(
    "reread_troubles",
    metadata,
    Column("store_id", ForeignKey("stores.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("since", Utc, nullable=False),  # the first time in a row
    Column("failures", Integer, nullable=False),  # in a row
    Column("due_at", Utc, nullable=False),  # when it is tried again
)
