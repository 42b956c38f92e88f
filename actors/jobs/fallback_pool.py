"""Threads of a worker for jobs that come from the database directly, while Redis is away."""

from concurrent.futures import Future, ThreadPoolExecutor, wait

from actors.jobs import job
from actors.jobs.broker import THREADS
from tenants.installation import Installation
from tenants.store.jobs.relay_queue import DueJob


class FallbackPool:
    """As many as the queues have threads; a job waits in the database until one is free."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._pool = ThreadPoolExecutor(sum(THREADS.values()))
        self._busy: dict[str, set[Future[None]]] = {queue: set() for queue in THREADS}

    def free_threads(self) -> dict[str, int]:
        """How many more jobs of each queue can begin at once."""
        self._busy = {q: {f for f in busy if not f.done()} for q, busy in self._busy.items()}
        return {queue: THREADS[queue] - len(busy) for queue, busy in self._busy.items()}

    def submit(self, due: DueJob) -> None:
        future = self._pool.submit(
            job.run_in, due.queue, self._installation, due.organization_id, due.id
        )
        self._busy[due.queue].add(future)

    def stop(self, seconds: float) -> None:
        """Lets current jobs end, for at most so long."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        wait(set().union(*self._busy.values()), timeout=seconds)
