"""Programmes and their versions: which document was in force when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from connector.db.tables import programme_versions, programmes


@dataclass(frozen=True, slots=True)
class Version:
    id: int
    programme_id: int
    number: int
    digest: str
    document: str
    in_force_from: datetime | None
    applied_at: datetime
    author: str


def find(connection: Connection, name: str) -> int | None:
    found: int | None = connection.execute(select(programmes.c.id).where(programmes.c.name == name)).scalar()
    return found


def all_ids(connection: Connection) -> list[int]:
    return list(connection.execute(select(programmes.c.id).order_by(programmes.c.id)).scalars())


def lock(connection: Connection, programme_id: int) -> None:
    """Nobody else who takes this lock goes on until the commit. Taken after a store's and before members'."""
    connection.execute(select(programmes.c.id).where(programmes.c.id == programme_id).with_for_update())


def add(connection: Connection, name: str) -> int:
    statement = insert(programmes).values(name=name).returning(programmes.c.id)
    made: int = connection.execute(statement).scalar_one()
    return made


def listed(connection: Connection) -> list[tuple[int, str]]:
    """(id, name) of all programmes."""
    rows = connection.execute(select(programmes.c.id, programmes.c.name).order_by(programmes.c.id))
    return [(row.id, row.name) for row in rows]


def name(connection: Connection, programme_id: int) -> str:
    found: str = connection.execute(select(programmes.c.name).where(programmes.c.id == programme_id)).scalar_one()
    return found


def versions(connection: Connection, programme_id: int) -> list[Version]:
    """All versions, oldest first."""
    found = select(programme_versions).where(programme_versions.c.programme_id == programme_id)
    rows = connection.execute(found.order_by(programme_versions.c.number))
    return [Version(**row._mapping) for row in rows]


def add_version(
    connection: Connection,
    programme_id: int,
    *,
    number: int,
    digest: str,
    document: str,
    in_force_from: datetime | None,
    applied_at: datetime,
    author: str,
) -> None:
    connection.execute(
        insert(programme_versions).values(
            programme_id=programme_id,
            number=number,
            digest=digest,
            document=document,
            in_force_from=in_force_from,
            applied_at=applied_at,
            author=author,
        )
    )
