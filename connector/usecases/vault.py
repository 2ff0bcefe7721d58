"""The vault of a store: what its platform gives us to keep, encrypted in the database.

The rule kept here: the key comes from the settings and never meets the database; what the key does not open counts as
not there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken

from connector.db import vault
from connector.db.engine import Database


class StoreVault:
    """Fulfils `connector.adapter.Vault`."""

    def __init__(self, database: Database, store_id: int, key: bytes, now: Callable[[], datetime]) -> None:
        self._database = database
        self._store_id = store_id
        self._fernet = Fernet(key)
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
