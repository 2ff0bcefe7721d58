"""what the merchant's own table says of products, and redemptions made for one order"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "product_imports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_product_imports_programme_id_programmes"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_imports")),
    )
    op.create_index(op.f("ix_product_imports_programme_id"), "product_imports", ["programme_id"], unique=False)
    op.create_table(
        "product_rows",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("price_points", sa.Integer(), nullable=True),
        sa.Column("buyable", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_import_id"],
            ["product_imports.id"],
            name=op.f("fk_product_rows_product_import_id_product_imports"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_rows")),
        sa.UniqueConstraint(
            "product_import_id", "scope", "name", name=op.f("uq_product_rows_product_import_id_scope_name")
        ),
    )
    op.create_index(op.f("ix_product_rows_name"), "product_rows", ["name"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("redemption_id", sa.Integer(), nullable=False),
        sa.Column("order_ref", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["redemption_id"],
            ["redemptions.id"],
            name=op.f("fk_attachments_redemption_id_redemptions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("redemption_id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_order_ref"), "attachments", ["order_ref"], unique=False)
