"""What the merchant's own table says of products, import by import."""

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from connector.db.tables.columns import Utc, key, metadata, to

product_imports = Table(
    "product_imports",
    metadata,
    key(),
    to("programmes", index=True),
    Column("from_at", Utc, nullable=False),  # in force for orders placed from then on
    Column("imported_at", Utc, nullable=False),
    Column("author", String(120), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", String(120)),
)

product_rows = Table(
    "product_rows",
    metadata,
    key(),
    to("product_imports"),
    Column("line", Integer, nullable=False),
    Column("scope", String(12), nullable=False),
    Column("name", String(120), nullable=False, index=True),
    Column("points", Integer),  # of one piece; null says nothing, here and below
    Column("price_points", Integer),
    Column("buyable", Boolean),
    UniqueConstraint("product_import_id", "scope", "name"),
)
