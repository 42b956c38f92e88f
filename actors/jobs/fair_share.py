"""Who may use the threads of a queue: never one organization all of them."""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

# Queues that need a processor, where an organization has a budget: seconds of work in a minute.
COMPUTING = ("pdf", "heavy")
# Queues that wait for servers of an organization's own choice: a part of the threads, no more.
FEW = {"webhooks": 4}
BUDGET = 60.0
MINUTE = 60.0


class QueuePlaces:
    """One process's, by queue. One thread is always left for an organization that comes later."""

    def __init__(self, threads: Mapping[str, int]) -> None:
        self._most = {queue: FEW.get(queue, max(1, count - 1)) for queue, count in threads.items()}
        self._lock = threading.Lock()
        self._taken: Counter[tuple[str, UUID]] = Counter()
        self._spent: defaultdict[UUID, deque[tuple[float, float]]] = defaultdict(deque)

    @contextmanager
    def taken(self, queue: str, organization_id: UUID) -> Iterator[bool]:
        """Whether there is a place, which is left at the end."""
        if not self._take(queue, organization_id):
            yield False
            return
        begun = time.monotonic()
        try:
            yield True
        finally:
            self._leave(queue, organization_id, time.monotonic() - begun)

    def _take(self, queue: str, organization_id: UUID) -> bool:
        with self._lock:
            taken = self._taken[queue, organization_id]
            if taken >= self._most[queue] or self._over_budget(queue, organization_id):
                return False
            self._taken[queue, organization_id] += 1
            return True

    def _leave(self, queue: str, organization_id: UUID, seconds: float) -> None:
        with self._lock:
            self._taken[queue, organization_id] -= 1
            if not self._taken[queue, organization_id]:
                del self._taken[queue, organization_id]
            if queue in COMPUTING:
                self._spent[organization_id].append((time.monotonic(), seconds))

    def _over_budget(self, queue: str, organization_id: UUID) -> bool:
        if queue not in COMPUTING or organization_id not in self._spent:
            return False
        spent = self._spent[organization_id]
        while spent and spent[0][0] < time.monotonic() - MINUTE:
            spent.popleft()
        if not spent:
            del self._spent[organization_id]
        return sum(seconds for _, seconds in spent) >= BUDGET
