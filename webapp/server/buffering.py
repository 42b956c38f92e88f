"""What stands between the network and the application: no thread ever waits for a client.

A request is received whole, under a deadline and a minimum rate, before a thread takes it. An
answer is made a piece at a time; between two pieces nothing but the event loop waits for whoever
takes it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO
from wsgiref.types import WSGIApplication

from core.addresses import client_address
from webapp.server import connections, long_polls, request_bodies, wsgi_bridge
from webapp.server.long_polls import LongPoll, LongPolls, Look
from webapp.server.request_bodies import ClientGone, Receive
from webapp.server.thread_pools import ThreadPool, ThreadPools
from webapp.server.visitor_limits import TooSlow, VisitorLimitReached, VisitorLimits, VisitorRequest
from webapp.server.wsgi_bridge import WsgiAnswer

Send = Callable[[dict[str, Any]], Awaitable[None]]

BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
# Seconds in which a client takes a piece of an answer: some 4 kB a second.
TO_TAKE_A_PIECE = 60
SLOW = "Your request came too slowly, so it was given up. Nothing was changed. Try again.\n"
MANY = "Too much is asked for from your network at once. Wait a minute and try again.\n"

log = logging.getLogger(__name__)


class BufferingServer:
    """An ASGI application around a WSGI one."""

    def __init__(
        self,
        application: WSGIApplication,
        proxies: Iterable[client_address.Network],
        limit: int,
        look: Look | None = None,
    ) -> None:
        """
        `limit`: bytes of the largest body that the application takes. `look` asks for those who
        wait for events; without it no one waits.
        """
        self._application = application
        self._proxies = tuple(proxies)
        self._limit = limit
        self._visitors = VisitorLimits()
        self._long_polls = LongPolls(look) if look else None
        self._pools = ThreadPools()
        self._has_begun = False

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if not self._has_begun:
            # The server makes its own socket after it has loaded us.
            self._has_begun = True
            connections.cut_off_the_silent()
        visitor = self._visitor(scope)
        try:
            with self._visitors.visit(visitor) as visit:
                body, size = await self._body(scope, receive, visit)
                with body:
                    environ = wsgi_bridge.environ(scope, body, size)
                    await self._answer(environ, visit, receive, send)
        except TooSlow:
            await _say(send, 408, SLOW)
        except VisitorLimitReached:
            await _say(send, 429, MANY)
        except ClientGone:
            return

    def _visitor(self, scope: dict[str, Any]) -> str:
        forwarded = wsgi_bridge.header(scope, b"x-forwarded-for").split(",")
        return client_address.network(
            client_address.origin(wsgi_bridge.peer(scope), forwarded, self._proxies)
        )

    async def _body(
        self, scope: dict[str, Any], receive: Receive, visit: VisitorRequest
    ) -> tuple[BinaryIO, int]:
        said = wsgi_bridge.header(scope, b"content-length")
        declared = int(said) if said.isascii() and said.isdigit() else 0
        if scope["method"] in BODILESS:
            return BytesIO(), 0
        if declared > self._limit:
            # The application says so, without anyone having waited for it.
            return BytesIO(), declared
        if not declared and not wsgi_bridge.header(scope, b"transfer-encoding"):
            return BytesIO(), 0
        return await request_bodies.receive(receive, visit, self._limit)

    async def _answer(
        self, environ: dict[str, Any], visit: VisitorRequest, receive: Receive, send: Send
    ) -> None:
        pool = self._pools.of(environ["PATH_INFO"])
        try:
            answer, piece = await self._made(environ, pool, visit, receive)
        except Exception:
            # The application has written down what it could; without a sentence, as it may be any.
            log.error("The application made no answer.")
            await _say(send, 500, "Something went wrong. Try again.\n")
            return
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        if answer.complete:
            await send({"type": "http.response.body", "body": piece})
        else:
            await self._rest(answer, piece, pool, visit, send)

    async def _made(
        self, environ: dict[str, Any], pool: ThreadPool, visit: VisitorRequest, receive: Receive
    ) -> tuple[WsgiAnswer, bytes]:
        """The answer and its first piece: made again while it waits for what has happened since."""
        poll, began = LongPoll(), asyncio.get_running_loop().time()
        while True:
            answer = WsgiAnswer(self._application, environ | {long_polls.KEY: poll})
            piece = await pool.run(visit.visitor, answer.begin)
            seconds = poll.take()
            if not seconds or self._long_polls is None:
                return answer, piece
            ask = partial(pool.run, "long polls")
            if not await self._long_polls.woken(poll, began + seconds, receive, ask):
                return answer, piece

    async def _rest(
        self, answer: WsgiAnswer, piece: bytes, pool: ThreadPool, visit: VisitorRequest, send: Send
    ) -> None:
        """What is not sent to its end is cut off: its length tells the client so."""
        try:
            while True:
                more = not answer.complete
                async with visit.waiting(TO_TAKE_A_PIECE):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
                if not more:
                    return
                piece = await pool.run(visit.visitor, answer.next_piece)
        except TooSlow:
            return
        except Exception:
            # Neither can it be answered any more, nor may its words be logged.
            log.error("The application broke off an answer.")
        finally:
            if not answer.complete:
                await pool.run(visit.visitor, answer.close)


async def _say(send: Send, status: int, text: str) -> None:
    """Without the application, and so without its page; the connection is of no use any more."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"60"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
