"""What another system says that members have, read from its files while it still keeps the points."""

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

shadow_readings = Table(
    "shadow_readings",
    metadata,
    key(),
    to("stores"),
    Column("batch", String(12), nullable=False),  # the same for the same content
    Column("taken_at", Utc, nullable=False),
    Column("imported_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    UniqueConstraint("store_id", "taken_at"),
)

shadow_balances = Table(
    "shadow_balances",
    metadata,
    key(),
    to("shadow_readings", index=True),
    to("members", nullable=True, index=True),
    Column("customer", String(120)),  # of the store, who is no member yet; with neither: somebody whom we do not know
    Column("points", Integer, nullable=False),
)

shadow_orders = Table(
    "shadow_orders",
    metadata,
    key(),
    to("shadow_readings", index=True),
    Column("number", String(120), nullable=False),  # the order's number or id, as their file has it
    Column("earned", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
)
