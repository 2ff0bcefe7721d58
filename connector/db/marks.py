"""How far a sweep has come, so that it need not look at everything again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import marks

LOTS_AGED = "lots aged"
OVERLAP = timedelta(hours=1)  # what a sweep looks at twice: a lot may be written down a little after it is dated


def get(connection: Connection, name: str) -> datetime | None:
    found: datetime | None = connection.execute(select(marks.c.at).where(marks.c.name == name)).scalar()
    return found


def put(connection: Connection, name: str, at: datetime) -> None:
    if not connection.execute(update(marks).where(marks.c.name == name).values(at=at)).rowcount:
        connection.execute(insert(marks).values(name=name, at=at))


def pull_back(connection: Connection, name: str, now: datetime) -> None:
    """Something is done at a time that the sweep has long been past: the clock was ahead then, or is behind now."""
    connection.execute(update(marks).where(marks.c.name == name, marks.c.at > now + OVERLAP).values(at=now))
