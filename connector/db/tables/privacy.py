"""Who has been erased, what they were known by, and which addresses were changed by hand."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from connector.db.tables.columns import Utc, key, metadata, to

erasures = Table(
    "erasures",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("erased_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    Column("points", Integer, nullable=False),  # that left with the person
    Column("debt", Integer, nullable=False),  # points that the person owed and nobody owes now
)

erased_names = Table(
    "erased_names",
    metadata,
    key(),
    to("members", index=True),
    Column("pseudonym", String(64), nullable=False, index=True),  # of a store's customer, or of an address
    Column("since", Utc, nullable=False),
    Column("until", Utc, nullable=False),  # what was ordered under it in (since, until] was theirs
)

address_changes = Table(
    "address_changes",
    metadata,
    key(),
    to("members", index=True),
    Column("former", String(64), index=True),  # the pseudonym of the address that was left, if there was one
    Column("changed_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
)
