"""How jobs ended: one row a job, of its last run."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from connector.db.tables import job_runs


@dataclass(frozen=True, slots=True)
class JobRun:
    """`done_at` is when it last ended well; None: not yet."""

    name: str
    ended_at: datetime
    milliseconds: int
    outcome: str
    reason: str | None
    done_at: datetime | None


def note(connection: Connection, run: JobRun) -> None:
    """In place of the run before it."""
    table = job_runs
    told = {
        "ended_at": run.ended_at,
        "milliseconds": run.milliseconds,
        "outcome": run.outcome,
        "reason": run.reason,
    }
    done_at = func.coalesce(run.done_at, table.c.done_at)
    if not connection.execute(update(table).where(table.c.name == run.name).values(**told, done_at=done_at)).rowcount:
        connection.execute(insert(table).values(name=run.name, **told, done_at=run.done_at))


def listed(connection: Connection) -> list[JobRun]:
    return [JobRun(**row._mapping) for row in connection.execute(select(job_runs).order_by(job_runs.c.name))]
