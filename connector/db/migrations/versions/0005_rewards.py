"""rewards that were taken"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "reward_redemptions",
        sa.Column("redemption_id", sa.Integer(), nullable=False),
        sa.Column("reward", sa.String(length=64), nullable=False),
        sa.Column("fulfilment", sa.String(length=12), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("customer", sa.String(length=120), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["redemption_id"],
            ["redemptions.id"],
            name=op.f("fk_reward_redemptions_redemption_id_redemptions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("redemption_id", name=op.f("pk_reward_redemptions")),
    )
    op.create_index(op.f("ix_reward_redemptions_ends_at"), "reward_redemptions", ["ends_at"], unique=False)
    op.create_index(op.f("ix_reward_redemptions_reward"), "reward_redemptions", ["reward"], unique=False)
