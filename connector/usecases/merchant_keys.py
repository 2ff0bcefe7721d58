"""Keys for the merchant's own systems: made, listed, revoked, and made sure of.

The rule kept here: a secret is shown once and stands nowhere; what is kept is its digest, compared in constant time.
Secrets have 256 random bits, so nobody guesses one and a plain digest tells nothing.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from connector.core.foreseen import Misused
from connector.db import merchant_keys
from connector.db.engine import Database
from connector.db.merchant_keys import MerchantKey
from connector.usecases.look import NoSuchThing

_LONGEST = 80  # characters of a name, as the table has it
_PREFIX = "loyalty"
_NOBODYS = hashlib.sha256(b"").hexdigest()


class BadName(Misused):
    """A key needs a name by which the merchant will know it."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key; `secret` is told this once."""

    key: MerchantKey
    secret: str


def make_key(database: Database, programme_id: int, name: str, author: str, now: datetime) -> MadeKey:
    """A key that may do all that a merchant's systems may in a programme. Raises BadName."""
    name = name.strip()
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise BadName(f"a key's name has 1 to {_LONGEST} characters: say which system will use it")
    told = secrets.token_urlsafe(32)
    with database.write() as connection:
        number = merchant_keys.add(connection, programme_id, name, _digest(told), author, now)
        return MadeKey(_key(connection, number), f"{_PREFIX}_{number}_{told}")


def revoke_key(database: Database, number: int, author: str, now: datetime) -> MerchantKey:
    """From now on the key opens nothing. Raises NoSuchThing."""
    with database.write() as connection:
        merchant_keys.revoke(connection, number, author, now)
        return _key(connection, number)


def key_list(database: Database) -> list[MerchantKey]:
    with database.read() as connection:
        return merchant_keys.listed(connection)


def holder(database: Database, token: str) -> MerchantKey | None:
    """The key that this is, if it is one and holds."""
    prefix, _, rest = token.partition("_")
    number, _, told = rest.partition("_")
    if prefix != _PREFIX or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    with database.read() as connection:
        kept = merchant_keys.digest(connection, int(number))
        good = hmac.compare_digest(kept or _NOBODYS, _digest(told)) and kept is not None
        return merchant_keys.get(connection, int(number)) if good else None


def _key(connection: Connection, number: int) -> MerchantKey:
    key = merchant_keys.get(connection, number)
    if key is None:
        raise NoSuchThing(f"there is no key {number}; `loyalty key list` shows them")
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
