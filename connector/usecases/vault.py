"""The vault of a store: what its platform gives us to keep, encrypted in the database.

The rule kept here: the keys come from the settings and never meet the database; what no key opens counts as not there.
The first key encrypts; the others only open what they encrypted before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken

from connector.db import stores, vault
from connector.db.engine import Database
from connector.sealed import lock


class StoreVault:
    """Fulfils `connector.adapter.Vault`."""

    def __init__(self, database: Database, store_id: int, keys: Sequence[bytes], now: Callable[[], datetime]) -> None:
        self._database = database
        self._store_id = store_id
        self._fernet = lock(keys)
        self._now = now

    def read(self) -> str | None:
        with self._database.read() as connection:
            secret = vault.read(connection, self._store_id)
        try:
            return self._fernet.decrypt(secret).decode() if secret else None
        except InvalidToken:
            return None

    def claim(self, seconds: float) -> bool:
        now = self._now()
        with self._database.write() as connection:
            return vault.claim(connection, self._store_id, now, now + timedelta(seconds=seconds))

    def write(self, secret: str) -> None:
        encrypted = self._fernet.encrypt(secret.encode())
        with self._database.write() as connection:
            vault.write(connection, self._store_id, encrypted)

    def release(self) -> None:
        with self._database.write() as connection:
            vault.release(connection, self._store_id)


@dataclass(frozen=True, slots=True)
class Rotated:
    """The stores whose secrets the first key opens now, and those whose secrets no key opens."""

    stores: list[str]
    lost: list[str]


def rotate(database: Database, keys: Sequence[bytes]) -> Rotated:
    """Encrypt every secret anew with the first key. In one commit; what no key opens is left as it is."""
    fernet, done, lost = lock(keys), [], []
    with database.write() as connection:
        for store in stores.listed(connection):
            stores.lock(connection, store.id)  # nobody writes a fresh secret in between
            secret = vault.read(connection, store.id)
            if secret is None:
                continue
            try:
                vault.write(connection, store.id, fernet.rotate(secret))
            except InvalidToken:
                lost.append(store.name)
            else:
                done.append(store.name)
    return Rotated(done, lost)
