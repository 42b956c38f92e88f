"""The jobs that this process is at: their leases are renewed, and what they came to is reported."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import structlog

from tenants.leased_job import LeasedJob
from tenants.store.jobs import leases
from tenants.store.jobs.outbox import LostLease

EVERY = 5.0

log = structlog.get_logger()
Report = Callable[[], None]


class HeldLeases:
    """Safe for threads. `beat` is called every few seconds by the process that works."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[tuple[UUID, int], tuple[LeasedJob, float]] = {}
        self._reports: list[Report] = []

    @contextmanager
    def working(self, job: LeasedJob) -> Iterator[None]:
        """While this lasts the lease is renewed."""
        with self._lock:
            self._jobs[job.id, job.attempts] = job, time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._jobs.pop((job.id, job.attempts), None)

    def report(self, say: Report) -> None:
        """Tell the database; while it is away the report is kept, and made when it is back."""
        try:
            say()
        except psycopg.OperationalError:
            with self._lock:
                self._reports.append(say)

    def beat(self) -> None:
        """Renew what is worked at; what a job has come to is told before."""
        with self._lock:
            reports, self._reports = self._reports, []
        for say in reports:
            self.report(say)
        for job in self.now():
            self._renew(job)

    def now(self) -> list[LeasedJob]:
        """What is worked at, but for what has been stuck for hours."""
        oldest = time.monotonic() - leases.LONGEST.total_seconds()
        with self._lock:
            return [job for job, begun in self._jobs.values() if begun > oldest]

    def give_back(self) -> None:
        """The process ends: others may have the jobs at once."""
        for job in self.now():
            self._tell(job, LeasedJob.give_back)

    def keep(self, stop: threading.Event, also: Callable[[], None]) -> None:
        """Every few seconds until it is over; `also` tells others that this process goes on."""
        while True:
            self.beat()
            try:
                also()
            except psycopg.Error as error:
                log.warning("nobody was told", error=type(error).__name__)
            if stop.wait(EVERY):
                return

    def _renew(self, job: LeasedJob) -> None:
        try:
            self._tell(job, LeasedJob.renew)
        except LostLease:
            # Either it has just been finished, or another worker has it: the fence decides.
            with self._lock:
                self._jobs.pop((job.id, job.attempts), None)

    def _tell(self, job: LeasedJob, tell: Callable[[LeasedJob], None]) -> None:
        try:
            tell(job)
        except psycopg.Error as error:
            log.warning("a lease waits", kind=job.kind, error=type(error).__name__)


HELD = HeldLeases()
