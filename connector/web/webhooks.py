"""The webhook endpoint: who is it, is it really them, keep it, answer.

The rule kept here: nothing is parsed in the request, and a store hears 200 only when its event is on disk. It never
hears a redirect (some stores take one for success and do not follow it), nor an error for what is our own affair
(some stop sending after a few).
"""

import asyncio
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from connector.adapter import Verdict
from connector.bootstrap import Connector
from connector.usecases.intake import WEBHOOK, Letter
from connector.web.body import TooLarge, read_body
from connector.web.door import Door, NotKept
from connector.web.metrics import Metrics

MEGABYTE = 1024 * 1024
PATIENCE = 60.0  # seconds for an event to arrive
LIMIT = 64 * MEGABYTE  # more than any store sends; nothing is read beyond it
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


class WebhookEndpoint:
    """Answers POST /webhooks/{store}."""

    def __init__(self, connector: Connector, door: Door, metrics: Metrics) -> None:
        self._connector = connector
        self._door = door
        self._metrics = metrics

    async def answer(self, request: Request) -> Response:
        store = self._connector.stores.get(request.path_params["store"])
        webhooks = store.adapter.webhooks if store else None
        if store is None or webhooks is None:
            return self._refuse("", "unknown_store", 404)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await read_body(request, LIMIT)
        except TooLarge:
            return self._refuse(store.name, "too_large", 413)
        except TimeoutError:
            return self._refuse(store.name, "too_slow", 408)
        except ClientDisconnect:
            return self._refuse(store.name, "hung_up", 400)
        headers = {name.lower(): value for name, value in request.headers.items()}
        match webhooks.verify(headers, body):
            case Verdict.HARMLESS:
                return PlainTextResponse("ok\n")
            case Verdict.SIGNED:
                try:
                    await self._door.take(self._letter(store.id, headers, body))
                except NotKept:
                    return self._refuse(store.name, "not_kept", 503)
                self._metrics.received.labels(store.name).inc()
                return PlainTextResponse("ok\n")
            case verdict:
                return self._refuse(store.name, verdict.value, 401)

    def _letter(self, store_id: int, headers: Mapping[str, str], body: bytes) -> Letter:
        kept = {name: value for name, value in headers.items() if name not in _SECRET_HEADERS}
        most = self._connector.settings.web.max_body_mb
        reason = None
        if len(body) > most * MEGABYTE:
            reason = f"the event has {len(body)} bytes, more than web.max_body_mb ({most}) allows; raise it and retry"
        return Letter(store_id, WEBHOOK, body, kept, parked=reason)

    def _refuse(self, store: str, reason: str, status: int) -> Response:
        self._metrics.refused.labels(store, reason).inc()
        return PlainTextResponse(f"{reason}\n", status)
