"""Redemptions that were made for certain goods."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Table

from connector.db.tables.columns import metadata

made_for = Table(
    "made_for",
    metadata,
    Column("redemption_id", ForeignKey("redemptions.id", ondelete="RESTRICT"), primary_key=True),
    Column("goods", JSON, nullable=False),  # which, as a programme says it
    Column("by_amount", Boolean, nullable=False),  # points for what is taken off, not a price
)
