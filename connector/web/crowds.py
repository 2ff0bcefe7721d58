"""How much one address may ask: so that nobody who knocks without end keeps the others out.

The rule kept here: whoever asks too much hears when to come again, and before anything is read. A store's events are
not counted: one that is verified is never turned away. Counted is in this process, by the address that the web server
in front names (X-Forwarded-For, believed from this machine alone).
"""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PAIRINGS_PER_MINUTE = 30


class Crowds:
    """The application, behind a barrier at /shop/ and /merchant/."""

    def __init__(self, app: ASGIApp, questions_per_minute: int) -> None:
        self._app = app
        self._counting = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._questions = RateLimitItemPerMinute(questions_per_minute, namespace="questions")
        self._pairings = RateLimitItemPerMinute(PAIRINGS_PER_MINUTE, namespace="pairings")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._limit(scope["path"]) if scope["type"] == "http" else None
        if limit is None:
            await self._app(scope, receive, send)
            return
        client = Request(scope).client
        who = client.host if client else ""
        if self._counting.hit(limit, who):
            await self._app(scope, receive, send)
            return
        again_at = self._counting.get_window_stats(limit, who).reset_time
        wait = max(1, math.ceil(again_at - time.time()))
        answer = JSONResponse({"code": "too_many"}, 429, {"Retry-After": str(wait)})
        await answer(scope, receive, send)

    def _limit(self, path: str) -> RateLimitItemPerMinute | None:
        if path.startswith("/shop/") and path.endswith(("/pair/keys", "/pair/secret")):
            return self._pairings
        return self._questions if path.startswith(("/shop/", "/merchant/")) else None
