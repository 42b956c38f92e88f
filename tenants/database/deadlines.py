"""
Time limits for connections to PostgreSQL, kept by us: a server that hangs keeps none.

Its own limits (deploy/sql/roles.sql) end what is slow. One that is stopped, or behind a network
that swallows, says nothing at all, and libpq waits for its answer as long as it takes.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

LOOKS = 0.25


class Deadlines:
    """One process's. A connection that is over its time is cut, which its thread sees as lost."""

    def __init__(self) -> None:
        self._watched: dict[object, tuple[float, Connection[Any]]] = {}
        self._some = threading.Condition()
        self._running = False

    @contextmanager
    def within(self, seconds: float, connection: Connection[Any]) -> Iterator[None]:
        """What is asked here raises psycopg.OperationalError when it takes longer."""
        key = object()
        with self._some:
            self._watched[key] = time.monotonic() + seconds, connection
            if not self._running:
                self._running = True
                threading.Thread(target=self._look, daemon=True, name="deadlines").start()
            self._some.notify()
        try:
            yield
        finally:
            with self._some:
                self._watched.pop(key, None)

    def _look(self) -> None:
        while True:
            with self._some:
                while not self._watched:
                    self._some.wait()
                over = [key for key, (at, _) in self._watched.items() if at < time.monotonic()]
                for key in over:
                    _cut(self._watched.pop(key)[1])
            time.sleep(LOOKS)


def _cut(connection: Connection[Any]) -> None:
    """The other side hears of it too; the descriptor stays that of libpq, which closes it."""
    with contextlib.suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
