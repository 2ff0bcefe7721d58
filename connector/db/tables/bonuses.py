"""What people did beside buying, and what each of them has had for it for life."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, UniqueConstraint, text

from connector.db.tables.columns import Utc, key, metadata, to

deeds = Table(
    "deeds",
    metadata,
    key(),
    to("stores"),
    Column("kind", String(12), nullable=False),
    Column("external_id", String(120), nullable=False),  # of the review or the order; of an account a pseudonym
    to("members", nullable=True, index=True),
    Column("person", String(64), nullable=False, server_default="", index=True),  # a pseudonym; of an order none
    Column("subject", String(120), nullable=False, server_default=""),  # the product that was reviewed
    Column("done_at", Utc, nullable=False),
    Column("promise", Integer, nullable=False),  # points it gives, or would give if its person had not had them before
    Column("award", JSON, nullable=False),
    Column("shortfall", Integer, nullable=False),  # points it should have given back and could not
    Column("observed_at", Utc, nullable=False),
    UniqueConstraint("store_id", "kind", "external_id"),
    Index("ix_deeds_debtors", "member_id", sqlite_where=text("shortfall > 0"), postgresql_where=text("shortfall > 0")),
)

bonuses_paid = Table(
    "bonuses_paid",
    metadata,
    key(),
    to("programmes"),
    Column("kind", String(12), nullable=False),
    Column("person", String(64), nullable=False),  # a pseudonym, kept when the person is erased: once is once for life
    Column("reference", String(200), nullable=False),  # what the books name that gave the points
    UniqueConstraint("programme_id", "kind", "person"),
)
