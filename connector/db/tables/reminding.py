"""Letters that remind of points that will soon be gone, and who wants none."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from connector.db.tables.columns import Utc, key, metadata, to

_WAITING = text("state = 'waiting'")

reminders = Table(
    "reminders",
    metadata,
    key(),
    to("stores"),
    to("members", index=True),
    Column("created_at", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("reason", Text),  # why it was not sent
    Column("done_at", Utc),
    Index("ix_reminders_due", "store_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

reminded = Table(
    "reminded",
    metadata,
    key(),
    to("reminders", index=True),
    to("members"),
    Column("lapses_at", Utc, nullable=False),
    UniqueConstraint("member_id", "lapses_at"),  # told once
)

unreminded = Table(
    "unreminded",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("since", Utc, nullable=False),
)
