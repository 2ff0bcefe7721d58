"""Pseudonyms: what must be recognised again and is not to be known.

The rule kept here: without the salt of this database nobody can tell whether a pseudonym stands for a name they know.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from connector.db.tables import salts

_ONLY = 1


def pseudonym(connection: Connection, programme_id: int, text: str) -> str:
    """The same for the same text in a programme, however it is written. The connection is inside a write."""
    return pseudonyms(connection, programme_id, [text])[text]


def pseudonyms(connection: Connection, programme_id: int, texts: Iterable[str]) -> dict[str, str]:
    """Text → pseudonym, asking the database once. The connection is inside a write."""
    salt = _salt(connection)
    said = {text: f"{programme_id}:{text.strip().lower()}" for text in texts}
    return {text: hmac.new(salt, word.encode(), hashlib.sha256).hexdigest() for text, word in said.items()}


def _salt(connection: Connection) -> bytes:
    """Made on first use; of two who make it at once, one is heeded."""
    wanted = select(salts.c.salt).where(salts.c.id == _ONLY)
    found: bytes | None = connection.execute(wanted).scalar()
    if found is not None:
        return found
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    connection.execute(insert(salts).values(id=_ONLY, salt=secrets.token_bytes(32)).on_conflict_do_nothing())
    return bytes(connection.execute(wanted).scalar_one())
