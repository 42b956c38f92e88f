"""All organizations' jobs as the relay sees them: ids, kinds and times, nothing else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tenants.database.deadlines import Deadlines
from tenants.database.pool import USED_FOR
from tenants.store.jobs import health

PUBLISHED_FOR = "30 seconds"
ORGANIZATIONS = 200  # that are looked at in one turn; the next turn goes on behind them
FIRST = UUID(int=0)
UNLIMITED = 10_000

READY = """
update outbox set ready = true where (organization_id, id) in (
    select organization_id, id from outbox
    where state = 'open' and not ready and due_at <= now()
    order by due_at limit 1000 for update skip locked)
"""
# Organizations that have something ready, from one index entry to the next one's.
AHEAD = """
with recursive ahead (organization_id, place) as (
    (select organization_id, 1 from outbox
        where state = 'open' and ready and queue = %(queue)s and organization_id > %(after)s
        order by organization_id limit 1)
    union all
    select (select o.organization_id from outbox o
        where o.state = 'open' and o.ready and o.queue = %(queue)s
            and o.organization_id > a.organization_id
        order by o.organization_id limit 1), a.place + 1
    from ahead a where a.organization_id is not null and a.place < %(organizations)s
)"""
# One job of each organization in turn, beginning behind the one that was served last; among those
# of one organization priority first, then the oldest. What an organization has in flight counts.
DUE = (
    AHEAD  # noqa: S608 - our own words
    + """, behind (organization_id, place) as (
    (select organization_id, 1 from outbox
        where state = 'open' and ready and queue = %(queue)s and organization_id <= %(after)s
        order by organization_id limit 1)
    union all
    select (select o.organization_id from outbox o
        where o.state = 'open' and o.ready and o.queue = %(queue)s
            and o.organization_id > b.organization_id and o.organization_id <= %(after)s
        order by o.organization_id limit 1), b.place + 1
    from behind b where b.organization_id is not null and b.place < %(organizations)s
), whose as (
    select organization_id, 1 as half from ahead where organization_id is not null
    union all select organization_id, 2 from behind where organization_id is not null
), turns as (
    select w.organization_id, w.half, j.id, j.flying, j.in_flight, row_number() over (
        partition by w.organization_id, j.flying order by j.priority, j.due_at, j.id
    ) as turn
    from whose w cross join lateral (
        select *, count(*) filter (where flying) over () as in_flight from (
            select o.id, o.priority, o.due_at,
                coalesce(o.published_until >= now(), false)
                    or coalesce(o.lease_until >= now(), false) as flying
            from outbox o
            where o.state = 'open' and o.ready and o.queue = %(queue)s
                and o.organization_id = w.organization_id
            order by o.priority, o.due_at, o.id limit %(depth)s + %(room)s
        ) first
    ) j
), chosen as (
    select organization_id, id, row_number() over (order by turn, half, organization_id) as place
    from turns where not flying and turn + in_flight <= %(depth)s
    order by turn, half, organization_id limit %(room)s
), marked as (
    update outbox o set published_until = now() + %(published_for)s::interval
    from chosen c where (o.organization_id, o.id) = (c.organization_id, c.id)
        and o.state = 'open' and (o.published_until is null or o.published_until < now())
    returning o.organization_id, o.id, o.kind, o.queue, c.place
)
select organization_id, id, kind, queue from marked order by place
"""
)
LAST = (
    AHEAD
    + """
select organization_id from ahead where organization_id is not null order by place desc limit 1
"""
)


@dataclass(frozen=True, slots=True)
class DueJob:
    organization_id: UUID
    id: UUID
    kind: str
    queue: str


class RelayQueue:
    """
    One connection of the relay's role, opened again when it is lost.

    `depth` says how many jobs of one organization may be in flight in each queue.
    """

    def __init__(self, url: str, depth: Mapping[str, int] | None = None) -> None:
        self._url = url
        self._depth = depth or {}
        self._connection: psycopg.Connection | None = None
        self._served: dict[str, UUID] = {}
        self._deadlines = Deadlines()

    def publish_due(
        self, room: Mapping[str, int], publish: Callable[[DueJob], None]
    ) -> list[DueJob]:
        """
        Hand due jobs to `publish`, at most `room[queue]` of each queue.

        They stay marked as published for 30 seconds; not leased by then they are due again.
        When `publish` raises, none of them is marked.
        """
        with self._transaction() as connection:
            connection.execute(READY)
            jobs = [
                job
                for queue, places in room.items()
                if places > 0
                for job in self._due(connection, queue, places)
            ]
            for job in jobs:
                publish(job)
        return jobs

    def beat(self) -> None:
        """The relay goes on: seen by /ready and the doctor."""
        with self._transaction() as connection:
            health.beat(connection, "relay")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _due(self, connection: psycopg.Connection, queue: str, places: int) -> list[DueJob]:
        arguments = {
            "queue": queue,
            "room": places,
            "depth": self._depth.get(queue, UNLIMITED),
            "after": self._served.get(queue, FIRST),
            "organizations": ORGANIZATIONS,
            "published_for": PUBLISHED_FOR,
        }
        jobs = [DueJob(*row) for row in connection.execute(DUE, arguments)]
        if jobs:
            self._served[queue] = jobs[-1].organization_id
        else:
            # Whoever was looked at has all they may have in flight: the next turn looks further.
            last = connection.execute(LAST, arguments).fetchone()
            self._served[queue] = last[0] if last else FIRST
        return jobs

    @contextmanager
    def _transaction(self) -> Iterator[psycopg.Connection]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        try:
            with (
                self._deadlines.within(USED_FOR, self._connection),
                self._connection.transaction(),
            ):
                yield self._connection
        except psycopg.OperationalError:
            self.close()
            raise
