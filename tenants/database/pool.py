"""Connections to PostgreSQL that are known to live when they are handed out."""

import math
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout

from tenants.database.deadlines import Deadlines

# Seconds. The server ends what an application does after 10: whoever waits longer meets one that
# hangs. Its answer to nothing at all comes at once, or not.
USED_FOR = 12.0
CHECKED_FOR = 3.0
WAITED_FOR = 5.0
ASKED_EVERY = 1.5
# Who answered so lately is not asked again: only whether the line was closed, which costs nothing.
TRUSTED_FOR = 1.0


class Pool(ConnectionPool[Connection[Any]]):
    """
    `limit` is for how many seconds a connection may be had; math.inf: as long as it takes.

    Whoever comes after a server was away has a connection at once: none waits for a try that
    was put off.
    """

    def __init__(self, url: str, size: int, limit: float = USED_FOR) -> None:
        self._deadlines = Deadlines()
        self._limit = limit
        self._answered: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()
        super().__init__(
            url,
            min_size=1,
            max_size=size,
            timeout=WAITED_FOR,
            reconnect_timeout=1,
            check=self._check,
            kwargs={"autocommit": True, "connect_timeout": 5, "tcp_user_timeout": 10_000},
            open=True,
        )

    @contextmanager
    def connection(self, timeout: float | None = None) -> Iterator[Connection[Any]]:
        connection = self._connected(timeout or WAITED_FOR)
        with self._given_back(connection):
            if math.isinf(self._limit):
                yield connection
                return
            with self._deadlines.within(self._limit, connection):
                yield connection

    def _connected(self, timeout: float) -> Connection[Any]:
        """Whoever asks makes the pool try anew: so it is asked again, as long as there is time."""
        until = time.monotonic() + timeout
        while True:
            left = until - time.monotonic()
            try:
                return self.getconn(min(left, ASKED_EVERY))
            except PoolTimeout:
                if left <= ASKED_EVERY:
                    raise

    @contextmanager
    def _given_back(self, connection: Connection[Any]) -> Iterator[None]:
        try:
            with connection:
                yield
                self._answered[connection] = time.monotonic()
        finally:
            self.putconn(connection)

    def _check(self, connection: Connection[Any]) -> None:
        lately = time.monotonic() - self._answered.get(connection, -math.inf) < TRUSTED_FOR
        if lately and not _has_something_to_say(connection):
            return
        with self._deadlines.within(CHECKED_FOR, connection):
            ConnectionPool.check_connection(connection)


def _has_something_to_say(connection: Connection[Any]) -> bool:
    """Whether something came that no one asked for: mostly, that the line is closed."""
    with selectors.PollSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))
