"""What one job sends to one endpoint: which delivery is next, and what has become of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.types.json import Jsonb

from tenants.store.rows import Rows
from tenants.store.webhooks.webhook_deliveries import (
    COLUMNS,
    KIND,
    WebhookDelivery,
    context,
    exchange_text,
)

# Of each envelope the oldest that waits, and no other. One index entry per envelope is read.
HEADS = """
with recursive heads as (
    (select d.subject_id, d.id, d.next_at, d.place from webhook_deliveries d
        where d.endpoint_id = %(endpoint)s and d.state = 'waiting'
        order by d.subject_id, d.sequence limit 1)
    union all
    select n.* from heads h cross join lateral (
        select d.subject_id, d.id, d.next_at, d.place from webhook_deliveries d
        where d.endpoint_id = %(endpoint)s and d.state = 'waiting' and d.subject_id > h.subject_id
        order by d.subject_id, d.sequence limit 1) n
)
"""
DUE_IN_ORDER = f"""{HEADS}
select {COLUMNS} from heads h join webhook_deliveries d
    on d.endpoint_id = %(endpoint)s and d.id = h.id
where h.next_at <= now() and h.subject_id <> all (%(subjects)s)
order by h.next_at, h.place limit %(most)s
"""  # noqa: S608 - our own words
DUE = f"""
select {COLUMNS} from webhook_deliveries d
where d.endpoint_id = %(endpoint)s and d.state = 'waiting' and d.next_at <= now()
    and d.id <> all (%(under_way)s)
order by d.next_at, d.place limit %(most)s
"""  # noqa: S608 - our own words
NEXT_IN_ORDER = f"{HEADS} select min(next_at) as at from heads"  # noqa: S608 - our own words
NEXT = """
select min(next_at) as at from webhook_deliveries
where endpoint_id = %(endpoint)s and state = 'waiting'
"""
ATTEMPTS_KEPT = 50  # of each delivery


class WebhookQueue:
    """For the job that holds the endpoint (WebhookEndpoints.begin_drain)."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def absorb(self, endpoint_id: UUID, job_id: UUID) -> None:
        """Other jobs for this endpoint that wait are done: what they are about is seen by now."""
        self._rows.run(
            "update outbox set state = 'done', finished_at = now() where (organization_id, id) in"
            " (select organization_id, id from outbox where kind = %s and state = 'open'"
            " and lease_until is null and arguments = %s and id <> %s for update skip locked)",
            *(KIND, Jsonb({"endpoint_id": str(endpoint_id)}), job_id),
        )

    def due(
        self,
        endpoint_id: UUID,
        in_order: bool,
        under_way: Iterable[WebhookDelivery],
        most: int,
    ) -> tuple[WebhookDelivery, ...]:
        """What can be sent now beside what is `under_way`."""
        under_way = tuple(under_way)
        found = self._rows.named(
            DUE_IN_ORDER if in_order else DUE,
            {
                "endpoint": endpoint_id,
                "subjects": [d.subject_id for d in under_way],
                "under_way": [d.id for d in under_way],
                "most": most,
            },
        )
        return tuple(WebhookDelivery(**row) for row in found)

    def oldest(self, endpoint_id: UUID) -> WebhookDelivery | None:
        """What asks an endpoint that is backed off whether it is back."""
        row = self._rows.one_or_none(
            f"select {COLUMNS} from webhook_deliveries d"  # noqa: S608
            " where d.endpoint_id = %s and d.state = 'waiting' order by d.place limit 1",
            endpoint_id,
        )
        return WebhookDelivery(**row) if row else None

    def next_due(self, endpoint_id: UUID, in_order: bool) -> datetime | None:
        """When something can be sent; None: nothing waits."""
        query = NEXT_IN_ORDER if in_order else NEXT
        found: datetime | None = self._rows.named(query, {"endpoint": endpoint_id})[0]["at"]
        return found

    def succeed(self, delivery: WebhookDelivery, status: int) -> None:
        self._end(delivery, "delivered", status, "")

    def give_up(self, delivery: WebhookDelivery, status: int, failure: str) -> None:
        self._end(delivery, "dead", status, failure)

    def retry(
        self, delivery: WebhookDelivery, status: int, failure: str, tries: int, next_at: datetime
    ) -> None:
        self._rows.run(
            "update webhook_deliveries set status = %s, failure = %s, tries = %s, next_at = %s"
            " where endpoint_id = %s and id = %s and state = 'waiting'",
            *(status, failure, tries, next_at, delivery.endpoint_id, delivery.id),
        )

    def retry_all_now(self, endpoint_id: UUID) -> None:
        """The endpoint is back: what waits for its next try has it now."""
        self._rows.run(
            "update webhook_deliveries set next_at = now() where endpoint_id = %s"
            " and state = 'waiting' and next_at > now()",
            endpoint_id,
        )

    def give_up_all(self, endpoint_id: UUID) -> int:
        """The endpoint is disabled: nothing waits for it any more."""
        return self._rows.run(
            "update webhook_deliveries set state = 'dead', ended_at = now()"
            " where endpoint_id = %s and state = 'waiting'",
            endpoint_id,
        )

    def log_attempt(
        self,
        delivery: WebhookDelivery,
        at: datetime,
        took: timedelta,
        status: int,
        failure: str,
        sent: Iterable[tuple[str, str]],
        answered: Iterable[tuple[str, str]],
        body: bytes,
    ) -> None:
        key = (delivery.endpoint_id, delivery.id)
        took_ms = round(took.total_seconds() * 1000)
        row = self._rows.one_or_none(
            "update webhook_deliveries set attempts = attempts + 1, tried_at = %s, took_ms = %s"
            " where endpoint_id = %s and id = %s returning attempts",
            *(at, took_ms, *key),
        )
        if row is None:  # the endpoint was deleted meanwhile
            return
        number = row["attempts"]
        sealed = self._rows.key.encrypt(
            exchange_text(sent, answered, body), context(*key, f"attempt {number}")
        )
        self._rows.run(
            "insert into webhook_attempts (organization_id, endpoint_id, delivery_id, number, at,"
            " took_ms, status, failure, exchange) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, *key, number, at, took_ms, status, failure, sealed),
        )
        if number > ATTEMPTS_KEPT:
            self._rows.run(
                "delete from webhook_attempts where endpoint_id = %s and delivery_id = %s"
                " and number <= %s",
                *(*key, number - ATTEMPTS_KEPT),
            )

    def _end(self, delivery: WebhookDelivery, state: str, status: int, failure: str) -> None:
        self._rows.run(
            "update webhook_deliveries set state = %s, status = %s, failure = %s,"
            " tries = tries + 1, ended_at = now()"
            " where endpoint_id = %s and id = %s and state = 'waiting'",
            *(state, status, failure, delivery.endpoint_id, delivery.id),
        )
