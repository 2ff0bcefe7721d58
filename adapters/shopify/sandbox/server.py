"""The sandbox store as a thing to start and stop: `with Sandbox(seed=1, orders=20, customers=5) as store: …`

The rule kept here: its address is taken before anything else happens, and once stopped it answers and sends no more.
What the shop's people and its buyers do is a method; what an app does goes through the API.
"""

import socket
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.sandboxes.faults import Fault, Faults, Kind
from adapters.sandboxes.hangup import Connections
from adapters.sandboxes.serving import ServingThread

from .app import Site
from .cost import Bucket
from .execution import Engine
from .grants import ALL_SCOPES, Grants
from .seed import Past, populate
from .shop import Shop, Terms
from .snapshot import Saver, restore
from .times import Clock
from .tokens import Tokens
from .troubles import Trouble, Troubles


class Sandbox:
    def __init__(
        self,
        *,
        terms: Terms | None = None,
        past: Past | None = None,
        clock: Clock = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
        client_id: str = "sandbox-client",
        client_secret: str = "sandbox-secret",  # noqa: S107 it opens nothing but this sandbox
        access_token: str = "shpat_sandbox",  # noqa: S107
        scopes: Iterable[str] = ALL_SCOPES,
        bucket: Bucket | None = None,
        control: bool = False,
        state: Path | None = None,
    ) -> None:
        listening = socket.create_server((host, port))
        # Without it the second write of every answer waits 40 ms for the first to be acknowledged.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://{host}:{listening.getsockname()[1]}"
        self.access_token = access_token
        self.shop = Shop(terms or Terms(), clock=clock, url=self.url)
        if state and state.exists():
            restore(self.shop, state.read_bytes())
        else:
            populate(self.shop, past or Past())
        self.tokens = Tokens(client_id, client_secret, Grants.of(scopes), lambda: self.shop.clock(), access_token)
        self.faults = Faults()
        self.bucket = bucket or Bucket()
        self.troubles = Troubles()
        engine = Engine(self.bucket, self.troubles)
        self._site = Site(self.shop, self.tokens, engine, self.faults)
        connections = Connections()
        self._serving = ServingThread(self._site.app(connections, control=control), connections, listening)
        self._saver = Saver(self.shop, state) if state else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._serving.start()
        if self._saver:
            self._saver.start()

    def stop(self) -> None:
        self._serving.stop()
        if self._saver:
            self._saver.stop()

    @property
    def requests(self) -> int:
        return self._site.requests

    def grant(self, scopes: Iterable[str], *, protected_data: bool = True) -> None:
        """The app may do this from now on, and nothing else."""
        self.tokens.grants = Grants.of(scopes, protected_data=protected_data)

    def fail(self, kind: Kind, asked: str = "*", **details: Any) -> None:
        """See `Fault`. `asked` is held against path and fields: fail("answer-lost", "*#giftCardCreate")."""
        self.faults.add(Fault(kind, asked, **details))

    def trouble(self, trouble: Trouble, field: str = "*", times: int | None = 1) -> None:
        """See `Troubles`: trouble("internal-after", "giftCardCreate")."""
        self.troubles.order(trouble, field, times)

    def recover(self) -> None:
        self.faults.clear()
        self.troubles.clear()
