"""Shops that are about to be connected by a pasted code. There is no key and no code here."""

from sqlalchemy import Column, Integer, String, Table, Text

from connector.db.tables.columns import Utc, key, metadata

pairings = Table(
    "pairings",
    metadata,
    key(),
    Column("store", String(40), nullable=False, unique=True),  # a name in settings to come: not in `stores` yet
    Column("platform", String(40), nullable=False),
    Column("url", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("code_seal", String(64), nullable=False),
    Column("ticket_seal", String(64), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("trouble", Text, nullable=False),  # why the last handing over of keys came to nothing
    Column("connected_at", Utc),
    Column("ended_at", Utc),
)
