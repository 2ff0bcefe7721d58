"""secrets that platforms change as we go, encrypted"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "store_secrets",
        sa.Column("store_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_store_secrets_store_id_stores"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_store_secrets")),
    )
