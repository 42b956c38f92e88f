"""What a request carries, received whole under a deadline before any thread takes it."""

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from webapp.server.visitor_limits import VisitorRequest

Receive = Callable[[], Awaitable[dict[str, Any]]]

# Seconds before the rate counts, bytes a second from then on, seconds for the largest body.
GRACE = 15
RATE = 4_000
LONGEST = 3_600
# Bytes of each body that are kept in memory; what is longer goes to a temporary file.
IN_MEMORY = 256_000


class ClientGone(Exception):
    """The client went away before its request was complete."""


async def receive(receive: Receive, visit: VisitorRequest, limit: int) -> tuple[BinaryIO, int]:
    """
    The body from its beginning, and its size; one byte past the limit when it is larger.

    Raises TooSlow, TooMany and ClientGone.
    """
    began, size = asyncio.get_running_loop().time(), 0
    body = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - is returned
    try:
        async with visit.waiting(GRACE):
            more = True
            while more and size <= limit:
                part, more = await _next(receive)
                part = part[: limit + 1 - size]
                visit.hold(len(part))
                body.write(part)
                size += len(part)
                visit.extend(began + min(GRACE + size / RATE, LONGEST))
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, size


async def _next(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)
