"""Reading what was sent, up to a limit.

The rule kept here: nothing is read beyond the limit, whatever length was declared.
"""

from starlette.requests import Request


class TooLarge(Exception):
    """The body is larger than anything we are willing to read."""


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
