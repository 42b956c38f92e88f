"""How long the threads of one process wait for what other people run: they are few."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

# Threads that wait at once. One less than a web process has, so that one is left for everybody
# else whatever an organization points us at.
PLACES = 2
# Seconds for which a place is worth waiting for: whoever has one for longer has met somebody slow.
BRIEFLY = 1.0
LONG = 2.0  # seconds after which a failure has cost too much to try again at once
REST = 15.0


class NotNow(Exception):
    """Too many wait already, or it has just been waited for in vain."""


class Patience:
    """One process's. In its memory and no further: it protects threads, and decides nothing."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(PLACES)
        self._begun: dict[object, float] = {}
        self._resting: dict[str, float] = {}

    @contextmanager
    def waiting(self, whom: str, in_vain: type[Exception]) -> Iterator[None]:
        """
        A place to wait for somebody; whom we waited long for `in_vain` is left alone for a while.

        Raises NotNow.
        """
        self._check_rested(whom)
        if not self._places.acquire(timeout=self._worth_waiting()):
            raise NotNow
        place, begun = object(), time.monotonic()
        self._begun[place] = begun
        try:
            yield
        except in_vain:
            if time.monotonic() > begun + LONG:
                self._resting[whom] = time.monotonic() + REST
            raise
        finally:
            del self._begun[place]
            self._places.release()

    def _worth_waiting(self) -> float:
        oldest = min(list(self._begun.values()), default=time.monotonic())
        return max(0.0, oldest + BRIEFLY - time.monotonic())

    def _check_rested(self, whom: str) -> None:
        now = time.monotonic()
        for other, until in list(self._resting.items()):
            if until <= now:
                self._resting.pop(other, None)
        if whom in self._resting:
            raise NotNow
