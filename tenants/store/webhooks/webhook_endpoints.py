"""Webhook endpoints as rows, with the keys that sign."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.webhooks.webhook_endpoint import (
    EndpointChoices,
    EndpointState,
    PayloadKind,
    SigningKind,
    WebhookEndpoint,
    WebhookOrdering,
)
from tenants.store.rows import Rows

COLUMNS = (
    "id, url, description, events, ordering, payload, signing, named_only, state, because,"
    " failing_since,"
    " failing_on, probe_at, probes, succeeded_at, version, created_by, created_at, changed_at"
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """
    What signs: `secret` in base64, 32 bytes of a shared secret or of a private key (RFC 8032).

    `until`: no longer than that, in ISO 8601; "" for the one that is in force.
    """

    secret: str
    until: str = ""


class WebhookEndpoints:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> tuple[WebhookEndpoint, ...]:
        """The oldest first."""
        rows = self._rows.all(
            f"select {COLUMNS} from webhook_endpoints order by created_at, id"  # noqa: S608
        )
        return tuple(_endpoint(row) for row in rows)

    def count(self) -> int:
        return int(self._rows.value("select count(*) from webhook_endpoints"))

    def get(self, endpoint_id: UUID, lock: bool = False) -> WebhookEndpoint:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from webhook_endpoints where id = %s"  # noqa: S608
            + (" for update" if lock else ""),
            endpoint_id,
        )
        return _endpoint(row)

    def add(self, endpoint: WebhookEndpoint, keys: Sequence[SigningKey]) -> bool:
        """False when the id is taken: the same form was sent twice."""
        chosen = endpoint.choices
        added = self._rows.run(
            "insert into webhook_endpoints (organization_id, id, url, description, events,"
            " ordering, payload, signing, named_only, keys, state, created_by, created_at,"
            " changed_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, endpoint.id, chosen.url, chosen.description),
            *(list(chosen.events), chosen.ordering, chosen.payload, chosen.signing),
            chosen.named_only,
            *(self._sealed(endpoint.id, keys), endpoint.state, endpoint.created_by),
            *(endpoint.created_at, endpoint.changed_at),
        )
        return added == 1

    def save_choices(self, endpoint: WebhookEndpoint, now: datetime) -> None:
        chosen = endpoint.choices
        self._rows.run(
            "update webhook_endpoints set url = %s, description = %s, events = %s, ordering = %s,"
            " payload = %s, version = version + 1, changed_at = %s where id = %s",
            *(chosen.url, chosen.description, list(chosen.events), chosen.ordering),
            *(chosen.payload, now, endpoint.id),
        )

    def save_state(self, endpoint: WebhookEndpoint, now: datetime | None = None) -> None:
        """`now`: when someone changed it; None for how it fares by itself."""
        self._rows.run(
            "update webhook_endpoints set state = %s, because = %s, failing_since = %s,"
            " failing_on = %s, probe_at = %s, probes = %s, succeeded_at = %s,"
            " version = version + case when %s::timestamptz is null then 0 else 1 end,"
            " changed_at = coalesce(%s, changed_at) where id = %s",
            *(endpoint.state, endpoint.because, endpoint.failing_since, list(endpoint.failing_on)),
            *(endpoint.probe_at, endpoint.probes, endpoint.succeeded_at, now, now, endpoint.id),
        )

    def keys(self, endpoint_id: UUID) -> tuple[SigningKey, ...]:
        """The one in force first. Raises NotFound."""
        row = self._rows.one("select keys from webhook_endpoints where id = %s", endpoint_id)
        opened = self._rows.key.decrypt(row["keys"], _context(endpoint_id))
        return tuple(SigningKey(**each) for each in json.loads(opened))

    def save_keys(self, endpoint_id: UUID, keys: Sequence[SigningKey], now: datetime) -> None:
        self._rows.run(
            "update webhook_endpoints set keys = %s, version = version + 1, changed_at = %s"
            " where id = %s",
            *(self._sealed(endpoint_id, keys), now, endpoint_id),
        )

    def name(self, envelope_id: UUID, endpoint_id: UUID) -> None:
        """The endpoint is told of this envelope. Twice is once."""
        self._rows.run(
            "insert into envelope_notifications (organization_id, envelope_id, endpoint_id)"
            " values (%s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, envelope_id, endpoint_id),
        )

    def delete(self, endpoint_id: UUID) -> None:
        """With all that was delivered to it."""
        self._rows.run("delete from webhook_endpoints where id = %s", endpoint_id)

    def begin_drain(self, endpoint_id: UUID, job_id: UUID, attempt: int, seconds: float) -> bool:
        """Whether this job may send to it now: no other one does."""
        return (
            self._rows.run(
                "update webhook_endpoints set drainer = %s, drain_attempt = %s,"
                " drained_until = now() + make_interval(secs => %s) where id = %s"
                " and (drainer is null or drainer = %s or drained_until < now())",
                *(job_id, attempt, seconds, endpoint_id, job_id),
            )
            == 1
        )

    def hold_drain(
        self, endpoint_id: UUID, job_id: UUID, attempt: int, seconds: float
    ) -> WebhookEndpoint:
        """
        The endpoint, locked, while this try of the job still has it to itself. Raises NotFound.
        """
        row = self._rows.one(
            "update webhook_endpoints set drained_until = now() + make_interval(secs => %s)"  # noqa: S608
            f" where id = %s and drainer = %s and drain_attempt = %s returning {COLUMNS}",
            *(seconds, endpoint_id, job_id, attempt),
        )
        return _endpoint(row)

    def end_drain(self, endpoint_id: UUID) -> None:
        self._rows.run(
            "update webhook_endpoints set drainer = null, drained_until = null where id = %s",
            endpoint_id,
        )

    def _sealed(self, endpoint_id: UUID, keys: Sequence[SigningKey]) -> bytes:
        written = json.dumps([asdict(key) for key in keys]).encode()
        return self._rows.key.encrypt(written, _context(endpoint_id))


def _context(endpoint_id: UUID) -> str:
    return f"webhook keys {endpoint_id}"


def _endpoint(row: dict[str, Any]) -> WebhookEndpoint:
    choices = EndpointChoices(
        url=row.pop("url"),
        description=row.pop("description"),
        events=tuple(row.pop("events")),
        ordering=WebhookOrdering(row.pop("ordering")),
        payload=PayloadKind(row.pop("payload")),
        signing=SigningKind(row.pop("signing")),
        named_only=row.pop("named_only"),
    )
    state = EndpointState(row.pop("state"))
    on = tuple(row.pop("failing_on"))
    return WebhookEndpoint(choices=choices, state=state, failing_on=on, **row)
