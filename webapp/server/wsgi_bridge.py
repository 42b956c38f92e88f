"""From the server's events to the application's call (PEP 3333) and back, a piece at a time."""

import sys
from collections.abc import Iterable, Iterator
from contextvars import copy_context
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Bytes of an answer that are made at once, and then wait for the client without a thread.
PIECE = 256_000
# They describe the connection, which is the server's.
OWN_HEADERS = frozenset({"content-length", "content-type", "transfer-encoding", "connection"})


def environ(scope: dict[str, Any], body: BinaryIO, size: int) -> WSGIEnvironment:
    """What the application is called with; the body is complete."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode())
    host, port = scope.get("server") or ("localhost", 80)
    made: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": peer(scope),
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add(made, name.decode("latin-1").lower(), value.decode("latin-1"))
    return made


def peer(scope: dict[str, Any]) -> str:
    """The network address at the other end of the connection."""
    return str((scope.get("client") or ("", 0))[0])


def header(scope: dict[str, Any], name: bytes) -> str:
    """All its values, as one."""
    return ",".join(v.decode("latin-1") for n, v in scope["headers"] if n.lower() == name)


class WsgiAnswer:
    """
    The application's answer: `begin`, then `next_piece` until it is `complete`.

    Each may run in another thread, never two at once; all see the same context variables.
    """

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.complete = False
        self._application = application
        self._environ = environ
        self._context = copy_context()
        self._made: Iterable[bytes] = ()
        self._parts: Iterator[bytes] = iter(())

    def begin(self) -> bytes:
        """Calls the application; returns the first piece."""
        return self._context.run(self._begin)

    def next_piece(self) -> bytes:
        return self._context.run(self._collect)

    def close(self) -> None:
        """Whether it was sent or not."""
        self._context.run(self._close)

    def _begin(self) -> bytes:
        start: StartResponse = self._start  # type: ignore[assignment]
        self._made = self._application(self._environ, start)
        self._parts = iter(self._made)
        return self._collect()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

    def _collect(self) -> bytes:
        collected, size = [], 0
        for part in self._parts:
            collected.append(part)
            size += len(part)
            if size >= PIECE:
                return b"".join(collected)
        self.complete = True
        self._close()
        return b"".join(collected)

    def _close(self) -> None:
        made, self._made = self._made, ()
        close = getattr(made, "close", None)
        if close is not None:
            close()


def _add(made: dict[str, Any], name: str, value: str) -> None:
    if name == "content-type":
        made["CONTENT_TYPE"] = value
    elif name not in OWN_HEADERS and "_" not in name:
        key = f"HTTP_{name.upper().replace('-', '_')}"
        joined = "; " if name == "cookie" else ","
        made[key] = f"{made[key]}{joined}{value}" if key in made else value
