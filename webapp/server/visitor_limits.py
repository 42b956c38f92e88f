"""Visitors who are being served: how many requests of one at once, and who makes way for others.

Waiting for a client costs no thread, but memory, room on the disk and a connection each.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

# Of one network address, or behind trusted proxies of one visitor; in each web process.
REQUESTS_OF_ONE = 256
WAITING_OF_ONE = 64
BYTES_OF_ONE = 512_000_000
WAITING = 1_000
BYTES = 2_000_000_000


class VisitorLimitReached(Exception):
    """This visitor, or all together, ask for more at once than is served."""


class TooSlow(Exception):
    """The client sent or took too little in the time it had, or had to make way."""


class VisitorRequest:
    """One request of one visitor, and what it holds."""

    def __init__(self, visitors: "VisitorLimits", visitor: str) -> None:
        self.visitor = visitor
        self.since = time.monotonic()
        self.held = 0
        self._visitors = visitors
        self._has_to_go = False
        self._limit: asyncio.Timeout | None = None

    @asynccontextmanager
    async def waiting(self, seconds: float) -> AsyncIterator[None]:
        """While its client is waited for. Raises TooSlow after that time, or to make way."""
        self._visitors.make_place(self)
        try:
            async with asyncio.timeout(0 if self._has_to_go else seconds) as self._limit:
                yield
        except TimeoutError:
            raise TooSlow from None
        finally:
            self._limit = None
            self._visitors.leave_place(self)

    def extend(self, until: float) -> None:
        """Wait until then, by the event loop's clock."""
        if self._limit is not None and not self._has_to_go and not self._limit.expired():
            self._limit.reschedule(until)

    def make_way(self) -> None:
        self._has_to_go = True
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    def hold(self, size: int) -> None:
        """Bytes of its body, until the visit ends. Raises TooMany."""
        self.held += size
        self._visitors.count_bytes(self.visitor, size)


class VisitorLimits:
    """All visits of this process; used in its event loop alone."""

    def __init__(self) -> None:
        self._requests: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._waiting: dict[str, set[VisitorRequest]] = {}

    @contextmanager
    def visit(self, visitor: str) -> Iterator[VisitorRequest]:
        """Raises TooMany."""
        if self._requests[visitor] >= REQUESTS_OF_ONE:
            raise VisitorLimitReached
        self._requests[visitor] += 1
        made = VisitorRequest(self, visitor)
        try:
            yield made
        finally:
            _take(self._requests, visitor, 1)
            _take(self._bytes, visitor, made.held)

    def make_place(self, visit: VisitorRequest) -> None:
        """
        Who has been waited for longest makes way: not the newcomer, whose request comes at once.

        So clients that are slow on purpose stop no one who shares their address.
        """
        own = self._waiting.get(visit.visitor, set())
        if len(own) >= WAITING_OF_ONE:
            _oldest(own).make_way()
        elif sum(map(len, self._waiting.values())) >= WAITING:
            _oldest(max(self._waiting.values(), key=len)).make_way()
        self._waiting.setdefault(visit.visitor, set()).add(visit)

    def leave_place(self, visit: VisitorRequest) -> None:
        own = self._waiting[visit.visitor]
        own.discard(visit)
        if not own:
            del self._waiting[visit.visitor]

    def count_bytes(self, visitor: str, size: int) -> None:
        """Raises TooMany."""
        self._bytes[visitor] += size
        if self._bytes[visitor] > BYTES_OF_ONE or self._bytes.total() > BYTES:
            raise VisitorLimitReached


def _oldest(visits: set[VisitorRequest]) -> VisitorRequest:
    return min(visits, key=lambda visit: visit.since)


def _take(counts: Counter[str], visitor: str, size: int) -> None:
    counts[visitor] -= size
    if not counts[visitor]:
        del counts[visitor]
