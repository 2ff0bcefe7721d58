"""What pseudonyms are made with."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from connector.db.tables.columns import metadata

salts = Table(
    "salts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1: there is one row
    Column("salt", LargeBinary(32), nullable=False),
)
