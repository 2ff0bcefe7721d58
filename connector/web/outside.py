"""What every answer has around it: a trace for the log, and headers that tell browsers what they may not do.

The rule kept here: what we answer is no page, but for one with a single button, so no browser may frame it, load
anything into it, guess at its kind or remember it.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connector import logs

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TRACE = "X-Trace"
_REMEMBER_NOTHING = "no-store"


class Outside:
    """The application, with all that around it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = logs.new_trace()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers[TRACE] = trace
                headers.setdefault("Cache-Control", _REMEMBER_NOTHING)
            await send(message)

        with logs.tracing(trace):
            await self._app(scope, receive, send_with_headers)
