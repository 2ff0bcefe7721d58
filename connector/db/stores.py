"""Stores as the books know them: a name, its programme, and how far reading has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import stores


@dataclass(frozen=True, slots=True)
class StoreRow:
    id: int
    name: str
    programme_id: int
    orders_cursor: datetime | None
    backfilled_at: datetime | None
    reread_at: datetime | None
    reread_wanted_at: datetime | None
    trouble: str | None
    failures: int
    pull_due_at: datetime | None


def find(connection: Connection, name: str) -> StoreRow | None:
    row = connection.execute(select(stores).where(stores.c.name == name)).one_or_none()
    return StoreRow(**row._mapping) if row else None


def get(connection: Connection, store_id: int) -> StoreRow:
    row = connection.execute(select(stores).where(stores.c.id == store_id)).one()
    return StoreRow(**row._mapping)


def add(connection: Connection, name: str, programme_id: int) -> StoreRow:
    statement = insert(stores).values(name=name, programme_id=programme_id).returning(stores)
    return StoreRow(**connection.execute(statement).one()._mapping)


def lock(connection: Connection, store_id: int) -> StoreRow:
    """Nobody else settles orders of this store until the commit."""
    row = connection.execute(select(stores).where(stores.c.id == store_id).with_for_update()).one()
    return StoreRow(**row._mapping)


def mark(connection: Connection, store_id: int, **values: datetime | str | int | None) -> None:
    """Write down how far reading has come, or what stands in its way (columns of the table, by name)."""
    connection.execute(update(stores).where(stores.c.id == store_id).values(**values))


def listed(connection: Connection) -> list[StoreRow]:
    return [StoreRow(**row._mapping) for row in connection.execute(select(stores).order_by(stores.c.name))]
