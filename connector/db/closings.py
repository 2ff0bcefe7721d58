"""Stores that took our access away, and since when."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.stores import lock
from connector.db.tables import store_closings


def close(connection: Connection, store_id: int, at: datetime) -> bool:
    """It took our access away at that moment; False: it has been opened again since."""
    lock(connection, store_id)
    table = store_closings
    row = connection.execute(select(table).where(table.c.store_id == store_id)).one_or_none()
    if row is None:
        connection.execute(insert(table).values(store_id=store_id, closed_at=at))
        return True
    if row.reopened_at is not None and at <= row.reopened_at:
        return False
    if row.reopened_at is not None:
        connection.execute(update(table).where(table.c.store_id == store_id).values(closed_at=at, reopened_at=None))
    return True


def reopen(connection: Connection, store_id: int, now: datetime) -> None:
    connection.execute(update(store_closings).where(store_closings.c.store_id == store_id).values(reopened_at=now))


def closed(connection: Connection) -> dict[int, datetime]:
    """Store → since when, of those that are closed."""
    rows = select(store_closings).where(store_closings.c.reopened_at.is_(None))
    return {row.store_id: row.closed_at for row in connection.execute(rows)}
