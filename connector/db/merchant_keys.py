"""The keys of merchants' own systems: whose each is, and the digest of its secret."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from connector.db.tables import merchant_keys, programmes


@dataclass(frozen=True, slots=True)
class MerchantKey:
    """A key, without anything by which it could be used."""

    id: int
    programme_id: int
    programme: str
    name: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    revoked_by: str | None


_SHOWN = [
    *(merchant_keys.c[name] for name in MerchantKey.__dataclass_fields__ if name != "programme"),
    programmes.c.name.label("programme"),
]


def add(connection: Connection, programme_id: int, name: str, digest: str, author: str, now: datetime) -> int:
    """Returns the key's number."""
    values = {"programme_id": programme_id, "name": name, "digest": digest, "made_at": now, "made_by": author}
    made: int = connection.execute(insert(merchant_keys).values(values).returning(merchant_keys.c.id)).scalar_one()
    return made


def listed(connection: Connection) -> list[MerchantKey]:
    """All keys, oldest first."""
    found = select(*_SHOWN).join(programmes, programmes.c.id == merchant_keys.c.programme_id)
    return [MerchantKey(**row._mapping) for row in connection.execute(found.order_by(merchant_keys.c.id))]


def get(connection: Connection, number: int) -> MerchantKey | None:
    return next((key for key in listed(connection) if key.id == number), None)


def digest(connection: Connection, number: int) -> str | None:
    """The digest of a key that holds."""
    mine = (merchant_keys.c.id == number, merchant_keys.c.revoked_at.is_(None))
    found: str | None = connection.execute(select(merchant_keys.c.digest).where(*mine)).scalar()
    return found


def revoke(connection: Connection, number: int, author: str, now: datetime) -> None:
    mine = (merchant_keys.c.id == number, merchant_keys.c.revoked_at.is_(None))
    connection.execute(update(merchant_keys).where(*mine).values(revoked_at=now, revoked_by=author))
