"""Hands due jobs from the database to the broker: `python -m actors.relay`."""

import signal
import threading
import time

import psycopg
import redis
import structlog

from actors.jobs.broker import DEPTH, BrokerConnection
from actors.logs import configure
from tenants import environment
from tenants.store.jobs.health import BEAT_EVERY
from tenants.store.jobs.relay_queue import DueJob, RelayQueue

BUSY, IDLE = 0.1, 0.5
STAYS_BUSY = 20.0

log = structlog.get_logger()


class Relay:
    """Polls: every 100 ms while there is something to do, else every 500 ms."""

    def __init__(self, queue: RelayQueue, broker: BrokerConnection) -> None:
        self._queue = queue
        self._broker = broker

    def once(self) -> int:
        """How many jobs were handed over."""
        room = self._broker.room()
        return len(self._queue.publish_due(room, self._publish)) if room else 0

    def run(self, stop: threading.Event) -> None:
        busy_until = beat_at = 0.0
        while not stop.wait(BUSY if time.monotonic() < busy_until else IDLE):
            try:
                if time.monotonic() > beat_at:
                    self._queue.beat()
                    beat_at = time.monotonic() + BEAT_EVERY
                if self.once():
                    busy_until = time.monotonic() + STAYS_BUSY
            except (psycopg.Error, redis.RedisError) as error:
                log.warning("relay waits", error=type(error).__name__)
                stop.wait(1)

    def _publish(self, job: DueJob) -> None:
        self._broker.publish(job.queue, job.kind, str(job.organization_id), str(job.id))


def main() -> None:
    settings = environment.load()
    configure(settings.log_level)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    queue = RelayQueue(settings.database_relay_url, DEPTH)
    Relay(queue, BrokerConnection(settings.redis_url)).run(stop)
    queue.close()


if __name__ == "__main__":
    main()
