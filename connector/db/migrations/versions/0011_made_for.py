"""which goods a code was made for"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "made_for",
        sa.Column("redemption_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("goods", sa.JSON(), nullable=False),
        sa.Column("by_amount", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["redemption_id"],
            ["redemptions.id"],
            name=op.f("fk_made_for_redemption_id_redemptions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("redemption_id", name=op.f("pk_made_for")),
    )
