"""When jobs that run at a time of day were last done, so that a round missed while nothing ran is made up for."""

from datetime import datetime

from connector.db import marks
from connector.db.engine import Database


def last_round(database: Database, job: str) -> datetime | None:
    with database.read() as connection:
        return marks.get(connection, f"job {job}")


def note_round(database: Database, job: str, now: datetime) -> None:
    with database.write() as connection:
        marks.put(connection, f"job {job}", now)
