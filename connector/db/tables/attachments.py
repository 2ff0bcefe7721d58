"""Redemptions that were made for one order."""

from sqlalchemy import Column, ForeignKey, String, Table

from connector.db.tables.columns import metadata

attachments = Table(
    "attachments",
    metadata,
    Column("redemption_id", ForeignKey("redemptions.id", ondelete="RESTRICT"), primary_key=True),
    Column("order_ref", String(200), nullable=False, index=True),  # store/id, as the books name it
)
