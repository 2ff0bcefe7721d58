"""What members owe for anything else than an order; an order's own row says what it owes."""

from sqlalchemy import Column, Index, Integer, String, Table, text

from connector.db.tables.columns import key, metadata, to

debts = Table(
    "debts",
    metadata,
    key(),
    to("members"),
    Column("reference", String(200), nullable=False, unique=True),  # as the books name its cause
    Column("shortfall", Integer, nullable=False),
    Index("ix_debts_debtors", "member_id", sqlite_where=text("shortfall > 0"), postgresql_where=text("shortfall > 0")),
)
