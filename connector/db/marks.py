"""How far a sweep has come, so that it need not look at everything again."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import marks


def get(connection: Connection, name: str) -> datetime | None:
    found: datetime | None = connection.execute(select(marks.c.at).where(marks.c.name == name)).scalar()
    return found


def put(connection: Connection, name: str, at: datetime) -> None:
    if not connection.execute(update(marks).where(marks.c.name == name).values(at=at)).rowcount:
        connection.execute(insert(marks).values(name=name, at=at))
