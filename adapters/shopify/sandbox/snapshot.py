"""The whole store as one JSON file, so that it can be closed and opened again.

The rule kept here: the file is written whole or not at all, and says the same when it is read back.
"""

import os
import threading
from pathlib import Path

import msgspec

from .shop import Books, Shop

SAVE_INTERVAL = 1.0
STOP_TIMEOUT = 5.0


class Saver:
    """Writes the store to its file when it has changed, at most once a second, and once more when it stops."""

    def __init__(self, shop: Shop, path: Path) -> None:
        self._shop = shop
        self._path = path
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sandbox saver", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(STOP_TIMEOUT)

    def _work(self) -> None:
        saved, stopping = -1, False
        while not stopping:
            stopping = self._stopping.wait(SAVE_INTERVAL)
            if self._shop.changes != saved:
                with self._shop.lock:
                    saved, text = self._shop.changes, dump(self._shop)
                _write(self._path, text)


def dump(shop: Shop) -> bytes:
    """Its caller holds the lock."""
    return msgspec.json.encode(shop.books)


def restore(shop: Shop, text: bytes) -> None:
    shop.books = msgspec.json.decode(text, type=Books)


def _write(path: Path, text: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(text)
    os.replace(draft, path)
