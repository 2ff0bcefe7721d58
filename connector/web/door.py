"""The door: deliveries that wait are written together, and each is answered once it is durable.

The rule kept here: nobody is answered before the commit, and many that come at once share one.
"""

import asyncio
from collections.abc import Callable

import structlog

from connector.usecases.intake import Letter

log = structlog.get_logger()

Keep = Callable[[list[Letter]], None]


class NotKept(Exception):
    """The letter is not durable, and its sender must not hear that it is."""


class Door:
    """Takes letters one by one and keeps them by the batch. Runs in one event loop."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: list[tuple[Letter, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def take(self, letter: Letter) -> None:
        """Returns when the letter is durable. Raises NotKept."""
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((letter, kept))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._keep, [letter for letter, _ in batch])
            except Exception as error:  # the one place where what could not be written is caught
                log.exception("deliveries could not be kept", count=len(batch))
                outcome: NotKept | None = NotKept(str(error))
            else:
                outcome = None
            for _, kept in batch:
                if kept.cancelled():  # the sender went away; what it said is kept all the same
                    continue
                if outcome is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(outcome)
