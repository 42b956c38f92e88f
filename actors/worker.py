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

from actors import (  # noqa: F401 - importing an actor is what registers it
    answer_by_mail,
    apply_retention,
    check_domain,
    check_sealed_file,
    close_organization,
    convert_signature,
    erase_documents,
    erase_person,
    expire_envelope,
    export_values,
    fold_summaries,
    forget_export,
    forget_file,
    hand_over_envelopes,
    import_contacts,
    index_envelope,
    index_envelopes,
    intake_document,
    job,
    mail_account,
    mail_completion,
    mail_ending,
    mail_invitation,
    mail_progress,
    mail_reminder,
    mail_sender,
    make_export,
    prepare_logo,
    render_pages,
    render_sealed_pages,
    run_bulk_action,
    seal_envelope,
    sweep_export,
    tell_members,
    try_mail,
    try_sms,
)
from actors.broker import DEPTH, THREADS, Wire, make
from actors.hands import Hands
from actors.held import HELD
from actors.logs import configure
from actors.pdf import certificate, sandbox
from core.jobs.job import HEAVY, KINDS
from tenants import environment
from tenants.installation import Installation
from tenants.store.jobs import health
from tenants.store.jobs.relay_queue import RelayQueue

log = structlog.get_logger()

STOPS_WITHIN = 8.0

# A child of the sandbox runs nothing but functions of modules that are loaded beforehand.
PRELOADED = (
    "actors.pdf.intake",
    "actors.pdf.logo",
    "actors.pdf.rendering",
    "actors.pdf.sealing",
    "actors.pdf.sealing_warmth",
    "actors.pdf.signature_picture",
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
        """Seen by /ready and the doctor."""
        with self._installation.pool.connection() as connection:
            health.beat(connection, "worker")

    def without_redis(self, stop: threading.Event) -> None:
        """Every second: is Redis there? If not, do what is due."""
        settings = self._installation.settings
        wire, queue = Wire(settings.redis_url), RelayQueue(settings.database_relay_url, DEPTH)
        hands = Hands(self._installation)
        while not stop.wait(1):
            if wire.room() is not None:
                continue
            try:
                queue.publish_due(hands.free(), hands.take)
            except psycopg.Error as error:
                log.warning("worker waits", error=type(error).__name__)
        hands.stop(STOPS_WITHIN)
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
    certificate.warm()
    gc.freeze()  # what is loaded by now stays: nobody need look through it for garbage
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
