"""How long the threads of one process wait for what other people run: they are few."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

# Threads that wait at once. One less than a web process has, so that one is left for everyone
# else whatever an organization points us at.
PLACES = 2
# Of these one provider or name server has one at most: the other is for other organizations'.
OWN = PLACES - 1
# Seconds for which a place is worth waiting for: whoever has one for longer has met someone slow.
BRIEFLY = 1.0
LONG = 2.0  # seconds after which a failure has cost too much to try again at once
REST = 15.0


class Busy(Exception):
    """Too many wait already, or it has just been waited for in vain."""


class Bulkhead:
    """One process's. In its memory and no further: it protects threads, and decides nothing."""

    def __init__(self) -> None:
        self._free = Condition()
        self._begun: dict[object, tuple[str, float]] = {}
        self._resting: dict[str, float] = {}

    @contextmanager
    def waiting(self, whom: str, in_vain: type[Exception]) -> Iterator[None]:
        """
        A place to wait for someone; whom we waited long for `in_vain` is left alone for a while.

        Raises Busy.
        """
        self._check_circuit(whom)
        place, begun = self._place(whom)
        try:
            yield
        except in_vain:
            if time.monotonic() > begun + LONG:
                self._resting[whom] = time.monotonic() + REST
            raise
        finally:
            with self._free:
                del self._begun[place]
                self._free.notify_all()

    def _place(self, whom: str) -> tuple[object, float]:
        with self._free:
            if not self._free.wait_for(lambda: self._has_room(whom), self._longest_wait(whom)):
                raise Busy
            place, begun = object(), time.monotonic()
            self._begun[place] = whom, begun
            return place, begun

    def _has_room(self, whom: str) -> bool:
        return len(self._begun) < PLACES and len(self._times(whom)) < OWN

    def _longest_wait(self, whom: str) -> float:
        own = self._times(whom)
        ahead = own if len(own) >= OWN else [begun for _, begun in self._begun.values()]
        return max(0.0, min(ahead, default=time.monotonic()) + BRIEFLY - time.monotonic())

    def _times(self, whom: str) -> list[float]:
        return [begun for other, begun in self._begun.values() if other == whom]

    def _check_circuit(self, whom: str) -> None:
        now = time.monotonic()
        for other, until in list(self._resting.items()):
            if until <= now:
                self._resting.pop(other, None)
        if whom in self._resting:
            raise Busy
