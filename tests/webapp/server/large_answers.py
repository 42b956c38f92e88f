"""A small application behind the front, with answers of a size that no page of ours has."""

from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from wsgiref.types import StartResponse, WSGIEnvironment

from webapp.server.buffering import BufferingServer

SIZE = 30_000_000
begun: ContextVar[bool] = ContextVar("begun", default=False)


def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path in ("/large", "/broken"):
        start("200 OK", [("Content-Length", str(SIZE))])
        begun.set(True)
        return _pieces(breaks=path == "/broken")
    start("200 OK", [("Content-Type", "text/plain; charset=latin-1")])
    return [_said(path, environ)]


def _pieces(breaks: bool) -> Iterator[bytes]:
    for _ in range(SIZE // 100_000):
        # Pieces are made by several threads, in the one context of the request.
        yield 100_000 * (b"x" if begun.get() else b"-")
        if breaks:
            raise ConnectionError


def _said(path: str, environ: WSGIEnvironment) -> bytes:
    if path == "/echo":
        return b"%s %s" % (environ["CONTENT_LENGTH"].encode(), environ["wsgi.input"].read())
    if path == "/size":
        return str(len(environ["wsgi.input"].read())).encode()
    if path.startswith("/told"):
        return "\n".join(f"{n}={v}" for n, v in environ.items()).encode("latin-1", "replace")
    return b"small"


app = BufferingServer(application, (), limit=200_000)
