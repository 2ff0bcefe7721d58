"""Reading what was sent, up to a limit.

The rule kept here: nothing is read beyond the limit, whatever length was declared.
"""

import asyncio

from starlette.requests import ClientDisconnect, Request

PATIENCE = 10.0  # seconds for a question to arrive


class TooLarge(Exception):
    """The body is larger than anything we are willing to read."""


class NotRead(Exception):
    """A question that did not arrive; the reason is a code."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


async def read_question(request: Request, limit: int) -> bytes:
    """The whole body of a question of a shop, if it comes soon. Raises NotRead."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await read_body(request, limit)
    except TooLarge:
        raise NotRead(413, "too_large") from None
    except TimeoutError:
        raise NotRead(408, "too_slow") from None
    except ClientDisconnect:
        raise NotRead(400, "hung_up") from None


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, of at most so many bytes. Raises TooLarge, ClientDisconnect."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)
