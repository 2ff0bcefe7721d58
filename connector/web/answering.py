"""What all endpoints with questions share: reading one within its limits, and turning it away with a reason.

The rule kept here: a refusal has a status and a code, and says nothing of what stands in the books.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from connector.web.body import TooLarge, read_body

PATIENCE = 10.0  # seconds for a question to arrive


class TurnedAway(Exception):
    """A question that is not answered, and why."""

    def __init__(self, status: int, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.detail = status, reason, detail


def bearer(request: Request) -> str:
    """The token that a question carries. Raises TurnedAway."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TurnedAway(401, "no_token")
    return token


async def read_in_time(request: Request, limit: int) -> bytes:
    """The body, of at most so many bytes. Raises TurnedAway."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await read_body(request, limit)
    except TooLarge:
        raise TurnedAway(413, "too_large") from None
    except TimeoutError:
        raise TurnedAway(408, "too_slow") from None
    except ClientDisconnect:
        raise TurnedAway(400, "hung_up") from None


async def at_a_desk(desks: Executor, work: Callable[..., Any], *of: object) -> Any:
    """The work, done in another thread that logs under the question's trace."""
    run = contextvars.copy_context().run
    return await asyncio.get_running_loop().run_in_executor(desks, run, work, *of)


def as_json(value: object, status: int = 200) -> Response:
    headers = {"Cache-Control": "private, no-store"}
    return Response(msgspec.json.encode(value), status, headers, media_type="application/json")


def turned_away(away: TurnedAway) -> Response:
    return as_json({"code": away.reason, **({"detail": away.detail} if away.detail else {})}, away.status)
