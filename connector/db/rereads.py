"""What stands in the way of reading a store's recent orders again. No row: nothing does."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from connector.db.tables import reread_troubles


@dataclass(frozen=True, slots=True)
class RereadTrouble:
    """`since` is the first of the failures in a row, `due_at` the next try."""

    store_id: int
    reason: str
    since: datetime
    failures: int
    due_at: datetime


def trouble(connection: Connection, store_id: int) -> RereadTrouble | None:
    return troubles(connection).get(store_id)


def troubles(connection: Connection) -> dict[int, RereadTrouble]:
    """By store."""
    return {row.store_id: RereadTrouble(**row._mapping) for row in connection.execute(select(reread_troubles))}


def note(connection: Connection, found: RereadTrouble) -> None:
    """In place of the one before it."""
    clear(connection, found.store_id)
    connection.execute(insert(reread_troubles).values(asdict(found)))


def clear(connection: Connection, store_id: int) -> None:
    connection.execute(delete(reread_troubles).where(reread_troubles.c.store_id == store_id))
