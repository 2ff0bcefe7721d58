"""Faults to order: what a store, its host or the network does to a request on a bad day.

The rule kept here: a fault strikes the requests it names, as often as it says, and then the store is well again.
"""

import asyncio
import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .hangup import Connections

Kind = Literal["status", "html", "truncated", "redirect", "delay", "closed", "answer-lost"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ERROR_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass
class Fault:
    """`path` is a pattern like `/wp-json/wc/v3/orders*`; `times` None means until cleared; the first `skip` requests go
    well.

    status: `status` instead of the answer, with Retry-After if `retry_after` is given, before the store acts.
    html: a page with 200, before the store acts. redirect: 302 to `location`, before the store acts.
    delay: the answer comes `seconds` late. truncated: half of the answer's body.
    closed: hangs up before the store acts. answer-lost: the store acts, then hangs up.
    """

    kind: Kind
    path: str = "*"
    method: str | None = None
    times: int | None = 1
    skip: int = 0
    status: int = 500
    retry_after: int | None = None
    seconds: float = 1.0
    location: str = "/"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}: one of {', '.join(KINDS)}")


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self.struck = 0

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.method in (None, method) and fnmatchcase(path, fault.path):
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._faults.remove(fault)
                    self.struck += 1
                    return fault
        return None


class FaultMiddleware:
    """Stands before the store. Its own control paths are never struck. Where all is asked of one path, whoever stands
    before this says in the scope what was asked for (`asked`), and that is what patterns are held against."""

    def __init__(self, app: ASGIApp, faults: Faults, connections: Connections, control: str) -> None:
        self._app = app
        self._faults = faults
        self._connections = connections
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        struck = None
        if scope["type"] == "http" and not scope["path"].startswith(self._control):
            struck = self._faults.strike(scope["method"], scope.get("asked", scope["path"]))
        if struck is None:
            await self._app(scope, receive, send)
        elif struck.kind == "delay":
            await asyncio.sleep(struck.seconds)
            await self._app(scope, receive, send)
        elif struck.kind == "truncated":
            await self._app(scope, receive, _Halved(send).send)
        elif struck.kind == "closed":
            await self._connections.hang_up(scope, receive)
        elif struck.kind == "answer-lost":
            await self._app(scope, receive, _swallow)
            await self._connections.hang_up(scope, receive)
        else:
            await _answer(struck)(scope, receive, send)


class _Halved:
    """Announces and sends only the first half of a body, as a proxy that was cut off and never noticed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body"):
            half = self._body[: len(self._body) // 2]
            kept = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
            headers = [*kept, (b"content-length", str(len(half)).encode())]
            await self._send({**self._start, "headers": headers})
            await self._send({"type": "http.response.body", "body": half})


async def _swallow(message: Message) -> None:
    return None


def _answer(fault: Fault) -> Response:
    headers: dict[str, Any] = {}
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if fault.kind == "redirect":
        return Response(status_code=302, headers={"Location": fault.location})
    if fault.kind == "html":
        return Response(ERROR_PAGE.format("Just a moment"), 200, media_type="text/html")
    return Response(ERROR_PAGE.format(f"Error {fault.status}"), fault.status, headers, "text/html")
