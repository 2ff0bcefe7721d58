"""What stores say of products and buyers, beside their orders."""

from sqlalchemy import JSON, Boolean, Column, String, Table, Text, UniqueConstraint

from connector.db.tables.columns import Utc, key, metadata, to

products_seen = Table(  # as each product was last seen: only to ask less often
    "products_seen",
    metadata,
    key(),
    to("stores"),
    Column("product_id", Text, nullable=False),
    Column("sku", Text),
    Column("categories", JSON, nullable=False),
    Column("on_sale", Boolean, nullable=False),
    Column("gift_card", Boolean, nullable=False),
    Column("seen_at", Utc, nullable=False),
    UniqueConstraint("store_id", "product_id"),
)

order_facts = Table(  # what was said of an order's lines and buyer when they were first seen: never written over
    "order_facts",
    metadata,
    key(),
    to("stores"),
    Column("external_id", String(120), nullable=False),
    Column("facts", JSON, nullable=False),
    UniqueConstraint("store_id", "external_id"),
)
