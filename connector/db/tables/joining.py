"""Members that are one person, their loyalty cards, and the addresses that stores have made sure of."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

joinings = Table(
    "joinings",
    metadata,
    key(),
    to("members", index=True),
    to("members", name="into_id", index=True),
    Column("reason", String(200), nullable=False),
    Column("joined_at", Utc, nullable=False),
    Column("joined_by", String(120), nullable=False),
    Column("parted_at", Utc),  # None: they are one person still
    Column("parted_by", String(120)),
)

# What follows from the joinings that hold: rewritten with each of them, so that a wallet is found with one question.
joined = Table(
    "joined",
    metadata,
    Column("member_id", Integer, ForeignKey("members.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    to("members", name="root_id", index=True),
)

cards = Table(
    "cards",
    metadata,
    key(),
    to("programmes"),
    Column("number", String(64), nullable=False),
    to("members", index=True),
    Column("added_at", Utc, nullable=False),  # it speaks for orders placed from then on
    Column("added_by", String(120), nullable=False),
    Column("blocked_at", Utc),  # and before then
    UniqueConstraint("programme_id", "number"),
)

sure_addresses = Table(
    "sure_addresses",
    metadata,
    key(),
    to("programmes"),
    Column("email", String(320), nullable=False),  # lower case
    to("members", index=True),
    Column("seen_at", Utc, nullable=False),  # when a store last said so, by the order's date
    UniqueConstraint("programme_id", "email"),
)
