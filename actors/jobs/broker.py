"""The queue in Redis: it only wakes workers, so it may be lost at any instant."""

import time
from typing import Any

import dramatiq
import psycopg
import redis
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Middleware

from core.jobs.kinds import QUEUES

# Of each queue one organization has at most one thread less: see actors/jobs/fair_share.py.
THREADS = {"bulk": 2, "codes": 2, "heavy": 1, "messages": 3, "pdf": 3, "seal": 3, "slow": 2} | {
    "webhooks": 12  # each waits for one endpoint
}
# The rest waits in PostgreSQL: a queue in Redis never holds more than this.
DEPTH = {queue: 4 * threads for queue, threads in THREADS.items()} | {"heavy": 1}
TIME_OUT = 0.1
PAUSE = 2.0


class DeadLetters(Middleware):
    """A message that names no job is kept as dead, for an operator to look at."""

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        # While the database is away a message is let go: the relay will send it again.
        if exception is not None and not isinstance(exception, psycopg.Error):
            message.fail()


def make(url: str, queue: str) -> RedisBroker:
    """
    The broker of one queue. Its own retries, limits and results are off: jobs have one engine.

    After kill -9 its messages come back in seconds, not minutes, for the sake of its depth.
    """
    client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=1)
    broker = RedisBroker(  # type: ignore[no-untyped-call]
        client=client, middleware=[DeadLetters()], heartbeat_timeout=10_000,
        maintenance_chance=200_000,
    )  # fmt: skip
    broker.declare_queue(queue)
    return broker


class BrokerConnection:
    """
    The way into the broker, with a breaker: a Redis that is away costs 100 ms now and then.

    One that answers and takes nothing (out of memory, a replica, a full disk) is away as well.
    """

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=TIME_OUT, socket_connect_timeout=TIME_OUT, retry=None
        )
        self._broker = RedisBroker(client=self._client, middleware=[])  # type: ignore[no-untyped-call]
        self._away_until = 0.0

    def room(self) -> dict[str, int] | None:
        """How many messages each queue takes now; None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            self._client.set("dramatiq:probe", 1)
            held = {q: int(self._client.hlen(f"dramatiq:{q}.msgs")) for q in QUEUES}
        except redis.RedisError:
            self._avoid()
            return None
        return {q: max(0, DEPTH[q] - count) for q, count in held.items()}

    def publish(self, queue: str, kind: str, *ids: str) -> None:
        """Raises redis.RedisError."""
        message: dramatiq.Message[Any] = dramatiq.Message(
            queue_name=queue, actor_name=kind, args=ids, kwargs={}, options={}
        )
        try:
            self._broker.enqueue(message)
        except redis.RedisError:
            self._avoid()
            raise

    def _avoid(self) -> None:
        self._away_until = time.monotonic() + PAUSE
