"""What was delivered to webhook endpoints, for people to look at and to send again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.store.rows import Rows
from tenants.store.webhooks.webhook_deliveries import COLUMNS, WebhookDelivery, context

LATEST = UUID(int=2**128 - 1)
COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class WebhookAttempt:
    """One try: headers of request and answer, and the beginning of the answer's body."""

    number: int
    at: datetime
    took_ms: int
    status: int
    failure: str
    sent: tuple[tuple[str, str], ...]
    answered: tuple[tuple[str, str], ...]
    body: str


class WebhookLog:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(
        self, endpoint_id: UUID, state: str, event: str, before: UUID | None, most: int
    ) -> tuple[WebhookDelivery, ...]:
        """The latest first; those of a `state` and of an `event`, if one is given."""
        rows = self._rows.all(
            f"select {COLUMNS} from webhook_deliveries d where d.endpoint_id = %s"  # noqa: S608
            " and (%s = '' or d.state = %s) and (%s = '' or d.event = %s) and d.place < %s"
            " order by d.place desc limit %s",
            *(endpoint_id, state, state, event, event, before or LATEST, most),
        )
        return tuple(WebhookDelivery(**row) for row in rows)

    def counts(self, endpoint_id: UUID) -> Mapping[str, int]:
        """How many there are in each state, counted up to a thousand."""
        rows = self._rows.all(
            "select s.state, (select count(*) from (select from webhook_deliveries d"
            " where d.endpoint_id = %s and d.state = s.state limit %s) f) as number"
            " from unnest(array['waiting', 'delivered', 'dead']) s (state)",
            *(endpoint_id, COUNTED),
        )
        return {row["state"]: row["number"] for row in rows}

    def attempts(self, endpoint_id: UUID, delivery_id: UUID) -> tuple[WebhookAttempt, ...]:
        """The latest first."""
        rows = self._rows.all(
            "select number, at, took_ms, status, failure, exchange from webhook_attempts"
            " where endpoint_id = %s and delivery_id = %s order by number desc",
            *(endpoint_id, delivery_id),
        )
        return tuple(self._attempt(endpoint_id, delivery_id, row) for row in rows)

    def replay(self, endpoint_id: UUID, delivery_id: UUID) -> int:
        """It waits again, with all of its schedule before it."""
        return self._rows.run(
            "update webhook_deliveries set state = 'waiting', tries = 0, next_at = now(),"
            " ended_at = null where endpoint_id = %s and id = %s",
            *(endpoint_id, delivery_id),
        )

    def replay_many(
        self, endpoint_id: UUID, only_dead: bool, since: datetime | None, until: datetime | None
    ) -> int:
        """The same for those of a time, and of those that were given up; how many there are."""
        return self._rows.run(
            "update webhook_deliveries set state = 'waiting', tries = 0, next_at = now(),"
            " ended_at = null where endpoint_id = %s and state <> 'waiting'"
            " and (not %s or state = 'dead') and (%s::timestamptz is null or at >= %s)"
            " and (%s::timestamptz is null or at < %s)",
            *(endpoint_id, only_dead, since, since, until, until),
        )

    def _attempt(self, endpoint_id: UUID, delivery_id: UUID, row: dict[str, Any]) -> WebhookAttempt:
        about = context(endpoint_id, delivery_id, f"attempt {row['number']}")
        opened = json.loads(self._rows.key.decrypt(row.pop("exchange"), about))
        return WebhookAttempt(
            **row,
            sent=tuple((name, value) for name, value in opened["sent"]),
            answered=tuple((name, value) for name, value in opened["answered"]),
            body=opened["body"],
        )
