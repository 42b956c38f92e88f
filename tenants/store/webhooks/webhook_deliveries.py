"""What is to be delivered to webhook endpoints: made with its event, ended with an answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.jobs.kinds import KINDS
from tenants.store.rows import Rows

# With what is made, a job for each endpoint that has to hear of it: none can be forgotten, for both
# are one commit. Jobs that come together are one in the end (WebhookQueue.absorb).
QUEUE = """
with said as (
    select * from unnest(%(ids)s::uuid[], %(events)s::text[], %(types)s::text[],
        %(subjects)s::uuid[], %(envelopes)s::uuid[], %(sequences)s::int[], %(data)s::jsonb[],
        %(times)s::timestamptz[])
        with ordinality
        as s (id, event, type, subject_id, envelope_id, sequence, data, at, number)
), made as (
    insert into webhook_deliveries (organization_id, endpoint_id, id, event, type, envelope_id,
        subject_id, sequence, data, at)
    select e.organization_id, e.id, s.id, s.event, s.type, s.envelope_id, s.subject_id, s.sequence,
        s.data, s.at
    from webhook_endpoints e join said s on e.events = '{}' or s.event = any (e.events)
    where e.state <> 'disabled' and (not e.named_only or exists (
        select from envelope_notifications n
        where n.endpoint_id = e.id and n.envelope_id = s.envelope_id
    ))
    order by s.number
    returning organization_id, endpoint_id
)
insert into outbox (organization_id, kind, queue, arguments, priority, lease)
select distinct organization_id, %(kind)s, %(queue)s,
    jsonb_build_object('endpoint_id', endpoint_id::text), %(priority)s::smallint,
    %(lease)s::interval
from made
"""
KIND = "deliver_webhooks"
COLUMNS = (
    "d.id, d.endpoint_id, d.event, d.type, d.envelope_id, d.subject_id, d.sequence, d.data, d.at,"
    " d.state, d.tries, d.attempts, d.next_at, d.status, d.failure, d.tried_at, d.took_ms,"
    " d.ended_at, d.place"
)


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """
    An event that webhooks tell of. `type` is that of its entry, `data` are the ids in it.

    It is told in order with others about the same `subject_id`.
    """

    id: UUID
    event: str
    type: str
    subject_id: UUID
    envelope_id: UUID | None
    sequence: int
    at: datetime
    data: dict[str, str]


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """
    `state` is waiting, delivered or dead. `tries` are those of its schedule, `attempts` all there
    were, also probes and those before a replay. `status` is 0 without an answer.
    """

    id: UUID
    endpoint_id: UUID
    event: str
    type: str
    envelope_id: UUID | None
    subject_id: UUID
    sequence: int
    data: dict[str, str]
    at: datetime
    state: str
    tries: int
    attempts: int
    next_at: datetime
    status: int
    failure: str
    tried_at: datetime | None
    took_ms: int
    ended_at: datetime | None
    place: UUID


class WebhookDeliveries:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def queue(self, told: Sequence[ToldEvent]) -> None:
        """For every endpoint that wants them, in the order in which they happened."""
        if not told:
            return
        kind = KINDS[KIND]
        self._rows.named(
            QUEUE + " returning id",
            {
                "ids": [t.id for t in told],
                "events": [t.event for t in told],
                "types": [t.type for t in told],
                "subjects": [t.subject_id for t in told],
                "envelopes": [t.envelope_id for t in told],
                "sequences": [t.sequence for t in told],
                "data": [Jsonb(t.data) for t in told],
                "times": [t.at for t in told],
                "kind": KIND,
                "queue": kind.queue,
                "priority": kind.priority,
                "lease": kind.lease,
            },
        )

    def add(self, endpoint_id: UUID, told: ToldEvent) -> None:
        """For one endpoint alone, whatever it wants."""
        self._rows.run(
            "insert into webhook_deliveries (organization_id, endpoint_id, id, event, type,"
            " envelope_id, subject_id, sequence, data, at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, endpoint_id, told.id, told.event, told.type),
            *(told.envelope_id, told.subject_id, told.sequence, Jsonb(told.data), told.at),
        )

    def get(self, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from webhook_deliveries d"  # noqa: S608
            " where d.endpoint_id = %s and d.id = %s",
            *(endpoint_id, delivery_id),
        )
        return WebhookDelivery(**row)

    def payload(self, endpoint_id: UUID, delivery_id: UUID) -> bytes | None:
        """What is sent; None before the first try, and once it was erased."""
        row = self._rows.one_or_none(
            "select payload from webhook_deliveries where endpoint_id = %s and id = %s",
            *(endpoint_id, delivery_id),
        )
        if row is None or row["payload"] is None:
            return None
        return self._rows.key.decrypt(row["payload"], _context(endpoint_id, delivery_id))

    def keep_payload(self, endpoint_id: UUID, delivery_id: UUID, payload: bytes) -> None:
        sealed = self._rows.key.encrypt(payload, _context(endpoint_id, delivery_id))
        self._rows.run(
            "update webhook_deliveries set payload = %s where endpoint_id = %s and id = %s",
            *(sealed, endpoint_id, delivery_id),
        )

    def erase(self, envelope_id: UUID) -> None:
        """What the log holds of an envelope beyond ids; what still waits is made anew."""
        self._rows.run(
            "delete from webhook_attempts where (organization_id, endpoint_id, delivery_id) in"
            " (select organization_id, endpoint_id, id from webhook_deliveries"
            " where envelope_id = %s)",
            envelope_id,
        )
        self._rows.run(
            "update webhook_deliveries set payload = null where envelope_id = %s"
            " and payload is not null",
            envelope_id,
        )

    def sweep(self, days: int) -> None:
        """What ended long ago goes, and what a paused endpoint has not taken for as long."""
        self._rows.run(
            "delete from webhook_deliveries where (organization_id, endpoint_id, id) in ("
            "select organization_id, endpoint_id, id from webhook_deliveries"
            " where state <> 'waiting' and ended_at < now() - make_interval(days => %s)"
            " order by ended_at limit 200 for update skip locked)",
            days,
        )


def context(endpoint_id: UUID, delivery_id: UUID, what: str) -> str:
    return f"webhook {what} {endpoint_id} {delivery_id}"


def _context(endpoint_id: UUID, delivery_id: UUID) -> str:
    return context(endpoint_id, delivery_id, "payload")


def exchange_text(
    sent: Iterable[tuple[str, str]], answered: Iterable[tuple[str, str]], body: bytes
) -> bytes:
    """Headers of request and answer and the beginning of its body, as they are sealed."""
    written: dict[str, Any] = {
        "sent": list(sent),
        "answered": list(answered),
        "body": body.decode("utf-8", "replace"),
    }
    return json.dumps(written).encode()
