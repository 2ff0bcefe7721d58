"""what binds the log's lines of one cause together, in both queues"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("trace", sa.String(length=40), nullable=True))
    op.add_column("outbox", sa.Column("trace", sa.String(length=40), nullable=True))
