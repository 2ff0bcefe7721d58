"""Pseudonyms: what must be recognised again and is not to be known.

The rule kept here: without the salt of this database nobody can tell whether a pseudonym stands for a name they know.
"""

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector.db.tables import salts

_ONLY = 1


def pseudonym(connection: Connection, programme_id: int, text: str) -> str:
    """The same for the same text in a programme, however it is written. The connection is inside a write."""
    said = f"{programme_id}:{text.strip().lower()}"
    return hmac.new(_salt(connection), said.encode(), hashlib.sha256).hexdigest()


def _salt(connection: Connection) -> bytes:
    """Made on first use; of two who make it at once, one is heeded."""
    wanted = select(salts.c.salt).where(salts.c.id == _ONLY)
    found: bytes | None = connection.execute(wanted).scalar()
    if found is not None:
        return found
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    connection.execute(insert(salts).values(id=_ONLY, salt=secrets.token_bytes(32)).on_conflict_do_nothing())
    return bytes(connection.execute(wanted).scalar_one())
