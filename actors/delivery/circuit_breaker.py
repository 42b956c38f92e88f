"""A server that everyone needs and that is away: it is asked now and then, not by everyone."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from actors.delivery.undeliverable import Undeliverable

# Seconds. The longer it has been away, the longer until it is asked again.
SOONEST, LATEST = 3.0, 60.0
PART = 4


class ServerAway(Undeliverable):
    """What waits for it goes on `wait` seconds later, as often as it takes."""

    def __init__(self, why: str, wait: float) -> None:
        super().__init__(why, permanent=False)
        self.wait = wait


class CircuitBreaker:
    """What one process knows of one kind of server. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._again_at: dict[str, float] = {}

    @contextmanager
    def reaching(self, server: str, what: str) -> Iterator[None]:
        """
        Where it is reached for; any failure means that it is away. `what` is its name in errors.

        Raises ServerAway, at once while it is known to be away.
        """
        self._check(server, what)
        try:
            yield
        except Exception as error:
            why = str(error) if isinstance(error, Undeliverable) else type(error).__name__
            raise ServerAway(f"{what} cannot be reached ({why})", self._failed(server)) from None
        self._reached(server)

    def _check(self, server: str, what: str) -> None:
        with self._lock:
            now = time.monotonic()
            wait = self._again_at.get(server, now) - now
            if wait > 0:
                raise ServerAway(f"{what} cannot be reached", wait + 0.1)
            if server in self._since:
                # This one asks; the others do not until it has heard.
                self._again_at[server] = now + self._pause(server)

    def _failed(self, server: str) -> float:
        with self._lock:
            self._since.setdefault(server, time.monotonic())
            pause = self._pause(server)
            self._again_at[server] = time.monotonic() + pause
            return pause

    def _reached(self, server: str) -> None:
        with self._lock:
            self._since.pop(server, None)
            self._again_at.pop(server, None)

    def _pause(self, server: str) -> float:
        away = time.monotonic() - self._since[server]
        return min(LATEST, max(SOONEST, away / PART))
