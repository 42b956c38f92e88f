"""All organizations' jobs as the relay sees them: ids, kinds and times, nothing else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

PUBLISHED_FOR = "30 seconds"
WINDOW = 2_000

# Priority first, then one job of each organization in turn, then the oldest.
DUE = """
with waiting as (
    select organization_id, id, kind, queue, priority, due_at from outbox
    where state = 'open' and due_at <= now() and queue = %(queue)s
        and (published_until is null or published_until < now())
        and (lease_until is null or lease_until < now())
    order by priority, due_at limit %(window)s
), turns as (
    select *, row_number() over (
        partition by organization_id, priority order by due_at, id
    ) as turn from waiting
), chosen as (
    select organization_id, id from turns order by priority, turn, due_at limit %(room)s
)
update outbox o set published_until = now() + %(published_for)s::interval
from chosen c where (o.organization_id, o.id) = (c.organization_id, c.id)
    and o.state = 'open' and (o.published_until is null or o.published_until < now())
returning o.organization_id, o.id, o.kind, o.queue
"""


@dataclass(frozen=True, slots=True)
class DueJob:
    organization_id: UUID
    id: UUID
    kind: str
    queue: str


class RelayQueue:
    """One connection of the relay's role, opened again when it is lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None

    def publish_due(
        self, room: Mapping[str, int], publish: Callable[[DueJob], None]
    ) -> list[DueJob]:
        """
        Hand due jobs to `publish`, at most `room[queue]` of each queue.

        They stay marked as published for 30 seconds; not leased by then they are due again.
        When `publish` raises, none of them is marked.
        """
        with self._transaction() as connection:
            jobs = [
                DueJob(*row)
                for queue, places in room.items()
                if places > 0
                for row in connection.execute(DUE, _arguments(queue, places))
            ]
            for job in jobs:
                publish(job)
        return jobs

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _transaction(self) -> Iterator[psycopg.Connection]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        try:
            with self._connection.transaction():
                yield self._connection
        except psycopg.OperationalError:
            self.close()
            raise


def _arguments(queue: str, places: int) -> dict[str, object]:
    return {
        "queue": queue,
        "room": places,
        "window": WINDOW,
        "published_for": PUBLISHED_FOR,
    }
