"""What people did beside buying, and what each of them has had for it for life."""

from sqlalchemy import JSON, Column, Integer, String, Table, UniqueConstraint

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
    Column("observed_at", Utc, nullable=False),
    UniqueConstraint("store_id", "kind", "external_id"),
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
