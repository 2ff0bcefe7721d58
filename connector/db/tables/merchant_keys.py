"""The keys with which a merchant's own systems speak to us."""

from sqlalchemy import Column, String, Table

from connector.db.tables.columns import Utc, key, metadata, to

merchant_keys = Table(
    "merchant_keys",
    metadata,
    key(),
    to("programmes"),
    Column("name", String(80), nullable=False),  # what the merchant calls it
    Column("digest", String(64), nullable=False),  # of the secret, which stands nowhere
    Column("made_at", Utc, nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("revoked_at", Utc),
    Column("revoked_by", String(120)),
)
