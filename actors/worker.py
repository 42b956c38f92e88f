"""Does the jobs: `python -m actors.worker`."""

import gc
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import dramatiq
import psycopg
import structlog
from dramatiq.brokers.redis import RedisBroker

from actors.delivery import read_reports
from actors.jobs import discovery, job
from actors.jobs.broker import DEPTH, THREADS, BrokerConnection, make
from actors.jobs.fallback_pool import FallbackPool
from actors.jobs.held_leases import HELD
from actors.logs import configure
from actors.pdf.certificate import certificate
from actors.pdf.sandbox import own_folder, sandbox
from core.jobs.kinds import HEAVY, KINDS
from tenants import environment
from tenants.installation import Installation
from tenants.store.jobs import health
from tenants.store.jobs.relay_queue import RelayQueue

discovery.load()
log = structlog.get_logger()

STOPS_WITHIN = 8.0

# A child of the sandbox runs nothing but functions of modules that are loaded beforehand.
PRELOADED = (
    "actors.pdf.conversion.office",
    "actors.pdf.conversion.markup",
    "actors.pdf.intake.file_intake",
    "actors.pdf.uploaded_files.attached_file",
    "actors.pdf.uploaded_pictures.logo",
    "actors.pdf.page_edits.page_editing",
    "actors.pdf.rendering.page_views",
    "actors.pdf.seal.sealing_steps",
    "actors.pdf.seal.warm_up",
    "actors.pdf.uploaded_pictures.signature_picture",
    "actors.pdf.uploaded_tables.table_reading",
)


class Worker:
    """One Dramatiq worker per queue; while Redis is away it takes jobs from the database."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._workers = [self._worker(queue, threads) for queue, threads in THREADS.items()]

    def start(self) -> None:
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Lets current jobs end; what takes longer is given back."""
        with ThreadPoolExecutor(len(self._workers)) as pool:
            for worker in self._workers:
                pool.submit(worker.stop, timeout=int(STOPS_WITHIN * 1000))

    def beat(self) -> None:
        """Seen by /ready and the doctor; and what no one else begins is begun."""
        read_reports.make_sure(self._installation)
        with self._installation.pool.connection() as connection:
            health.beat(connection, "worker")

    def without_redis(self, stop: threading.Event) -> None:
        """Every second: is Redis there? If not, do what is due."""
        settings = self._installation.settings
        broker, queue = (
            BrokerConnection(settings.redis_url),
            RelayQueue(settings.database_relay_url, DEPTH),
        )
        pool = FallbackPool(self._installation)
        while not stop.wait(1):
            if broker.room() is not None:
                continue
            try:
                queue.publish_due(pool.free_threads(), pool.submit)
            except psycopg.Error as error:
                log.warning("worker waits", error=type(error).__name__)
        pool.stop(STOPS_WITHIN)
        queue.close()

    def _worker(self, queue: str, threads: int) -> dramatiq.Worker:
        # A broker for each: Dramatiq wants no two workers to share one.
        broker = make(self._installation.settings.redis_url, queue)
        declare(broker, queue, self._installation)
        return dramatiq.Worker(broker, worker_threads=threads, worker_timeout=50)


def declare(broker: RedisBroker, queue: str, installation: Installation) -> None:
    """An actor per kind of job; a message holds the ids of organization and job, no more."""

    def perform(organization_id: str, job_id: str) -> None:
        job.run_in(queue, installation, UUID(organization_id), UUID(job_id))

    for name, kind in KINDS.items():
        if queue in (kind.queue, HEAVY):
            dramatiq.actor(
                actor_name=name, queue_name=queue, priority=kind.priority, broker=broker
            )(perform)


def main() -> None:
    settings = environment.load()
    configure(settings.log_level)
    # From here on no child process and no library finds a secret of ours in the environment.
    for secret in environment.SECRETS:
        os.environ.pop(secret, None)
    sandbox.start(PRELOADED)
    try:
        own_folder.check()
    except sandbox.SetUpFault as error:
        log.error("no document can be converted", why=str(error))
    certificate.warm()
    gc.freeze()  # what is loaded by now stays: no one need look through it for garbage
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    installation = Installation(settings, pool_size=sum(THREADS.values()) + 4)
    worker = Worker(installation)
    worker.start()
    over = threading.Event()
    keep = threading.Thread(target=HELD.keep, args=(over, worker.beat), daemon=True, name="leases")
    keep.start()
    log.info("ready")
    worker.without_redis(stop)
    worker.stop()
    over.set()
    HELD.give_back()
    installation.close()
    sandbox.stop()


if __name__ == "__main__":
    main()
