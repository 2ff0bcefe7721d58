"""By which telephone numbers members are found: their pseudonyms only."""

from sqlalchemy import Column, String, Table, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

member_phones = Table(
    "member_phones",
    metadata,
    key(),
    to("members"),
    Column("phone", String(64), nullable=False, index=True),  # a pseudonym
    Column("heard_at", Utc, nullable=False),
    Column("author", String(120)),  # who set it by hand; none: a store told it
    Column("ended_at", Utc),  # when it was taken away by hand; a store's next word does not bring it back
    UniqueConstraint("member_id", "phone"),
)
