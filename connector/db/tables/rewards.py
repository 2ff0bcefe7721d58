"""Rewards that were taken: a redemption's other half."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from connector.db.tables.columns import Utc, metadata

reward_redemptions = Table(
    "reward_redemptions",
    metadata,
    Column("redemption_id", ForeignKey("redemptions.id", ondelete="RESTRICT"), primary_key=True),
    Column("reward", String(64), nullable=False, index=True),  # its name in the programme
    Column("fulfilment", String(12), nullable=False),
    Column("terms", JSON, nullable=False),  # the reward as it was when it was taken
    Column("customer", String(120)),  # in the store, whose account has the standing discount
    Column("ends_at", Utc, index=True),  # of a standing discount
    Column("decided_at", Utc),  # confirmed, rejected, or over
    Column("decided_by", String(120)),
    Column("note", String(200)),
)
