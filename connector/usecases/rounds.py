"""When jobs were last done: so that a round missed while nothing ran is made up for, and for people who look."""

from datetime import datetime

from connector.db import job_runs, marks
from connector.db.engine import Database
from connector.db.job_runs import JobRun

__all__ = ["JobRun", "last_round", "note_round", "note_run"]


def last_round(database: Database, job: str) -> datetime | None:
    with database.read() as connection:
        return marks.get(connection, f"job {job}")


def note_round(database: Database, job: str, now: datetime) -> None:
    with database.write() as connection:
        marks.put(connection, f"job {job}", now)


def note_run(database: Database, run: JobRun) -> None:
    with database.write() as connection:
        job_runs.note(connection, run)
