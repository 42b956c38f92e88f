"""How far the copies of each envelope have come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.connectors.copy_state import CopyState
from core.jobs.job import Job
from tenants.store.jobs.outbox import Outbox
from tenants.store.rows import Rows

FOUND = (
    "select d.envelope_id, e.name, d.state, d.failure, d.changed_at"
    " from copy_deliveries d join envelopes e on e.id = d.envelope_id "
)


@dataclass(frozen=True, slots=True)
class CopyDelivery:
    """`failure` is a word, of the last try; `name` is the envelope's."""

    envelope_id: UUID
    name: str
    state: CopyState
    failure: str
    changed_at: datetime


class CopyDeliveries:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def begin(self, envelope_id: UUID) -> None:
        """Have the copies of an envelope brought, where the organization has a place for them."""
        begun = self._rows.run(
            "insert into copy_deliveries (organization_id, envelope_id)"
            " select %s, %s where exists (select from copy_targets)"
            " on conflict (organization_id, envelope_id) do update"
            " set state = 'waiting', failure = '', changed_at = now()",
            *(self._rows.organization_id, envelope_id),
        )
        if begun:
            job = Job("deliver_copies", {"envelope_id": str(envelope_id)})
            Outbox(self._rows.connection).add(self._rows.organization_id, [job])

    def note(self, envelope_id: UUID, state: CopyState, failure: str = "") -> None:
        self._rows.run(
            "update copy_deliveries set state = %s, failure = %s, changed_at = now()"
            " where envelope_id = %s",
            *(state, failure, envelope_id),
        )

    def of(self, envelope_id: UUID) -> CopyDelivery | None:
        found = self._found("where d.envelope_id = %s", envelope_id)
        return found[0] if found else None

    def latest(self, limit: int) -> tuple[CopyDelivery, ...]:
        """What was not brought yet first, each group from the newest on."""
        return self._found(
            "where e.deleted_at is null"
            " order by d.state = 'delivered', d.changed_at desc, d.envelope_id limit %s",
            limit,
        )

    def failed(self) -> tuple[UUID, ...]:
        rows = self._rows.all("select envelope_id from copy_deliveries where state = 'failed'")
        return tuple(row["envelope_id"] for row in rows)

    def _found(self, rest: str, *arguments: object) -> tuple[CopyDelivery, ...]:
        rows = self._rows.all(FOUND + rest, *arguments)
        return tuple(CopyDelivery(**row | {"state": CopyState(row["state"])}) for row in rows)
