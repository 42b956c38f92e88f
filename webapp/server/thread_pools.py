"""The threads that run the application: signers have their own, and nobody takes all of a lane."""

import asyncio
from asyncio import Semaphore
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")

# Together as many as a process has connections to the database (tenants/installation.py).
SIGNING_THREADS = 3
OTHER_THREADS = 3
# What a signature needs: the ceremony, its style and scripts; and whether this process lives.
SIGNING = ("/s/", "/sign/", "/static/", "/branding/", "/health", "/ready")


@dataclass
class Turn:
    """How many threads of a lane one visitor may still take, and how many of his requests ask."""

    free: Semaphore
    asking: int = 0


class Lane:
    """Threads, taken in turn by visitors."""

    def __init__(self, name: str, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._size = threads
        self._turns: dict[str, Turn] = {}

    async def run(self, visitor: str, call: Callable[[], Found]) -> Found:
        """
        `call()` in one of the threads.

        A visitor has no more calls in line than there are threads, so that whoever comes next
        waits for a few, not for all that one visitor asks for.
        """
        turn = self._turns.setdefault(visitor, Turn(Semaphore(self._size)))
        turn.asking += 1
        try:
            async with turn.free:
                return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        finally:
            turn.asking -= 1
            if not turn.asking:
                del self._turns[visitor]


class Lanes:
    """One for signing, one for everything else."""

    def __init__(self) -> None:
        self._signing = Lane("signing", SIGNING_THREADS)
        self._others = Lane("others", OTHER_THREADS)

    def of(self, path: str) -> Lane:
        return self._signing if path.startswith(SIGNING) else self._others
