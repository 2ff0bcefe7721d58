"""What it costs to acknowledge an event durably: its signature checked, and itself on disk, before the store hears 200.

Against the same server, in the same process, that answers such a request with a constant. 64 connections ask as fast as
they are answered, each with its own body.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks import places
from benchmarks.harness import Measured, at_least, at_most, in_turn
from connector import bootstrap, logs
from connector.web.app import create_app

CONNECTIONS = 64
SIZE = 6_000  # bytes of a body
EVENTS = 500  # different bodies


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking for a while."""

    per_second: float
    p99: float  # milliseconds


def measure(quick: bool) -> Iterator[Measured]:
    rounds, seconds = (3, 2.0) if quick else (7, 8.0)
    with tempfile.TemporaryDirectory() as name:
        secret = places.settings(Path(name)).webhook_secret("shop")
        bodies = _bodies(EVENTS)
        with places.started([sys.executable, "-m", "benchmarks.webhooks", name]) as server:
            at = urlsplit(server["url"])
            host, port = at.hostname or "", at.port or 0
            events = [_request("/webhooks/shop", body, secret) for body in bodies]
            constants = [_request("/constant", body, secret) for body in bodies]
            loads = in_turn(
                rounds,
                lambda: asyncio.run(_ask(host, port, events, seconds)),
                lambda: asyncio.run(_ask(host, port, constants, seconds)),
            )
    what, baseline = f"webhook kept, {CONNECTIONS} connections, {SIZE // 1000} kB", "the same server answers a constant"
    rates = tuple((ours.per_second, theirs.per_second) for ours, theirs in loads)
    yield Measured(what, baseline, "requests/s", rates, at_least(0.4))
    slowest = tuple((ours.p99, theirs.p99) for ours, theirs in loads)
    yield Measured(f"{what}: 99th percentile", baseline, "ms", slowest, at_most(5))


def _bodies(count: int) -> list[bytes]:
    orders = [json.loads(told.order) for told in places.history(count)]
    return [json.dumps({**order, "note": "x" * (SIZE - len(json.dumps(order)) - 13)}).encode() for order in orders]


def _request(path: str, body: bytes, secret: str) -> bytes:
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-WC-Webhook-Topic: order.updated\r\nX-WC-Webhook-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


async def _ask(host: str, port: int, requests: Sequence[bytes], seconds: float) -> Load:
    took: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_connection(host, port, requests[n::CONNECTIONS], until, took) for n in range(CONNECTIONS)))
    return Load(len(took) / seconds, 1000 * quantiles(took, n=100)[98])


async def _connection(host: str, port: int, requests: Sequence[bytes], until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    number = 0
    while (started := time.perf_counter()) < until:
        writer.write(requests[number % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        await reader.readexactly(int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]))
        took.append(time.perf_counter() - started)
        number += 1
    writer.close()


async def _constant(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("ok\n")


def serve(folder: Path) -> None:
    """The web server as `loyalty web` starts it, and beside it the constant."""
    settings = bootstrap.settings(folder / "settings.yaml", {})
    logs.configure(settings.log.level, settings.log.format)
    app = create_app(bootstrap.connect(settings, "benchmark"))
    app.router.routes.append(Route("/constant", _constant, methods=["POST"]))
    server = uvicorn.Server(uvicorn.Config(app, port=settings.web.port, log_config=None, access_log=False))

    async def started() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(json.dumps({"url": f"http://127.0.0.1:{settings.web.port}"}), flush=True)
        await serving

    asyncio.run(started())


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
