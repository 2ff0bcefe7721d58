"""Keeping a played store in a file, so that it can be closed and opened again.

The rule kept here: the file is written whole or not at all.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

SAVE_INTERVAL = 1.0
STOP_TIMEOUT = 5.0


class Changing(Protocol):
    """A store: `changes` is another number after each change, which is made with the lock held."""

    @property
    def changes(self) -> int: ...

    @property
    def lock(self) -> threading.RLock: ...


class Saver:
    """Writes the store to its file when it has changed, at most once a second, and once more when it stops."""

    def __init__(self, shop: Changing, dump: Callable[[], bytes], path: Path) -> None:
        self._shop = shop
        self._dump = dump
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
                    saved, text = self._shop.changes, self._dump()
                _write(self._path, text)


def _write(path: Path, text: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(text)
    os.replace(draft, path)
