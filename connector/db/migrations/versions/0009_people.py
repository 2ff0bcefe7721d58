"""erasures, changes of address, and claims of an address by one member after another"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("debt", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_erasures_member_id_members"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "erased_names",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_erased_names_member_id_members"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_names")),
    )
    op.create_index(op.f("ix_erased_names_member_id"), "erased_names", ["member_id"], unique=False)
    op.create_index(op.f("ix_erased_names_pseudonym"), "erased_names", ["pseudonym"], unique=False)
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("former", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_address_changes_member_id_members"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
    )
    op.create_index(op.f("ix_address_changes_former"), "address_changes", ["former"], unique=False)
    op.create_index(op.f("ix_address_changes_member_id"), "address_changes", ["member_id"], unique=False)
    with op.batch_alter_table("claims") as claims:
        claims.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    since = sa.table("claims", sa.column("since", sa.DateTime(timezone=True)))
    op.execute(since.update().values(since=EVER))
    with op.batch_alter_table("claims") as claims:
        claims.alter_column("since", nullable=False)
        claims.drop_constraint("uq_claims_programme_id_email", type_="unique")
        claims.create_unique_constraint("uq_claims_programme_id_email_since", ["programme_id", "email", "since"])
