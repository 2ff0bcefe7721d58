"""the balances of another system, beside ours"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "shadow_readings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=12), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_shadow_readings_store_id_stores"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_readings")),
        sa.UniqueConstraint("store_id", "taken_at", name=op.f("uq_shadow_readings_store_id_taken_at")),
    )
    op.create_table(
        "shadow_balances",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shadow_reading_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("customer", sa.String(length=120), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shadow_reading_id"],
            ["shadow_readings.id"],
            name=op.f("fk_shadow_balances_shadow_reading_id_shadow_readings"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_shadow_balances_member_id_members"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_balances")),
    )
    op.create_index(op.f("ix_shadow_balances_shadow_reading_id"), "shadow_balances", ["shadow_reading_id"])
    op.create_index(op.f("ix_shadow_balances_member_id"), "shadow_balances", ["member_id"])
    op.create_table(
        "shadow_orders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shadow_reading_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("earned", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shadow_reading_id"],
            ["shadow_readings.id"],
            name=op.f("fk_shadow_orders_shadow_reading_id_shadow_readings"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_orders")),
    )
    op.create_index(op.f("ix_shadow_orders_shadow_reading_id"), "shadow_orders", ["shadow_reading_id"])
