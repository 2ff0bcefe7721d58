"""A store's secret as it lies in the database, and whose it is to change.

The rule kept here: what is written is encrypted already; a claim ends by itself, so nobody who died blocks the others.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update

from connector.db.stores import lock
from connector.db.tables import store_secrets


def read(connection: Connection, store_id: int) -> bytes | None:
    found: bytes | None = connection.scalar(select(store_secrets.c.secret).where(store_secrets.c.store_id == store_id))
    return found


def claim(connection: Connection, store_id: int, now: datetime, until: datetime) -> bool:
    """Whether it is ours to change now."""
    lock(connection, store_id)
    table = store_secrets
    held = connection.execute(select(table.c.claimed_until).where(table.c.store_id == store_id)).one_or_none()
    if held is None:
        connection.execute(table.insert().values(store_id=store_id, claimed_until=until))
        return True
    if held.claimed_until is not None and held.claimed_until > now:
        return False
    connection.execute(update(table).where(table.c.store_id == store_id).values(claimed_until=until))
    return True


def write(connection: Connection, store_id: int, secret: bytes) -> None:
    """In place of what was there; its row is there since the claim."""
    connection.execute(update(store_secrets).where(store_secrets.c.store_id == store_id).values(secret=secret))


def release(connection: Connection, store_id: int) -> None:
    """Whoever claimed it is done."""
    connection.execute(update(store_secrets).where(store_secrets.c.store_id == store_id).values(claimed_until=None))
