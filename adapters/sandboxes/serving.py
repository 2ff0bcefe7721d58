"""The HTTP server in a thread of its own, which stops when it is told to and not some tenths of a second later.

The rule kept here: whoever still waits for an answer when the store stops is hung up on.
"""

import asyncio
import socket
import threading
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from .hangup import Connections

TICK = 0.1
STOP_TIMEOUT = 5.0


class ServingThread:
    def __init__(self, app: ASGIApp, connections: Connections, listening: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            http=connections.protocol(),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
        )
        self._server = _PromptServer(config)
        self._listening = listening
        self._thread = threading.Thread(target=self._serve, name="sandbox store", daemon=True)

    def start(self) -> None:
        """The socket already listens: whoever connects from now on waits until the server is there."""
        self._thread.start()

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(STOP_TIMEOUT)
        self._listening.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._listening])


class _PromptServer(uvicorn.Server):
    """Uvicorn looks every tenth of a second whether to stop, and then sleeps another tenth."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        if self._loop:
            with suppress(RuntimeError):  # The loop has ended by itself.
                self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for task in list(self.server_state.tasks):
            task.cancel()
