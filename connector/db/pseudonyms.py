"""Pseudonyms: what stays of a person whom the books must know again and may not name.

The rule kept here: a pseudonym is made with the salt of this database and for one programme, so nobody who has only the
pseudonym can try addresses against it, and the same address in another programme is another person.
"""

import hashlib
import hmac
from collections.abc import Iterable

from sqlalchemy import Connection, select

from connector.db.tables import salts


def pseudonym(connection: Connection, programme_id: int, text: str) -> str:
    """What stands for a text, such as an e-mail address, in whatever case it is written."""
    return pseudonyms(connection, programme_id, [text])[text]


def pseudonyms(connection: Connection, programme_id: int, texts: Iterable[str]) -> dict[str, str]:
    """Text → pseudonym, asking the database once."""
    salt = connection.execute(select(salts.c.salt)).scalar_one()

    def digest(text: str) -> str:
        return hmac.digest(bytes.fromhex(salt), f"{programme_id}\0{text.lower()}".encode(), hashlib.sha256).hex()

    return {text: digest(text) for text in texts}
