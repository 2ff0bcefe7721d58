"""Hanging up on a client: the one thing that ASGI has no word for.

The rule kept here: a connection is closed without a byte of an answer, as a crashed server or a broken line would.
"""

import asyncio

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    """Knows the open socket of each client by its address."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """For uvicorn's `http` setting."""
        open_connections = self._open

        class Remembered(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client:
                    open_connections[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client:
                    open_connections.pop(self.client, None)

        return Remembered

    async def hang_up(self, scope: Scope, receive: Receive) -> None:
        """Returns when the server has noticed, for it would answer 500 to whoever is still there."""
        self._open[tuple(scope["client"])].close()
        while (await receive())["type"] != "http.disconnect":
            pass
