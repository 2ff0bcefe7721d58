"""How each job last ended, for people who look."""

from sqlalchemy import Column, Integer, String, Table, Text

from connector.db.tables.columns import Utc, metadata

job_runs = Table(
    "job_runs",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("ended_at", Utc, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", Text),
    Column("done_at", Utc),  # when it last ended well
)
