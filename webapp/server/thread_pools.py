"""The threads that run the application: signers have their own, and no one takes all of a pool."""

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
class VisitorShare:
    """How many threads of a pool one visitor may still take, and how many of their requests ask."""

    free: Semaphore
    asking: int = 0


class ThreadPool:
    """Threads, taken in turn by visitors."""

    def __init__(self, name: str, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._size = threads
        self._shares: dict[str, VisitorShare] = {}

    async def run(self, visitor: str, call: Callable[[], Found]) -> Found:
        """
        `call()` in one of the threads.

        A visitor has no more calls in line than there are threads, so that whoever comes next
        waits for a few, not for all that one visitor asks for.
        """
        share = self._shares.setdefault(visitor, VisitorShare(Semaphore(self._size)))
        share.asking += 1
        try:
            async with share.free:
                return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        finally:
            share.asking -= 1
            if not share.asking:
                del self._shares[visitor]


class ThreadPools:
    """One for signing, one for everything else."""

    def __init__(self) -> None:
        self._signing = ThreadPool("signing", SIGNING_THREADS)
        self._others = ThreadPool("others", OTHER_THREADS)

    def of(self, path: str) -> ThreadPool:
        return self._signing if path.startswith(SIGNING) else self._others
