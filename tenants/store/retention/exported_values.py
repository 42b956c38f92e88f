"""The envelopes and values that a file of values holds, some envelopes at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from core.access import MemberRole
from core.fields import kinds
from core.period import DAY
from core.retention.value_export import ExportedEnvelope, ExportedValue, moment
from tenants.store.fields import field_values
from tenants.store.rows import Rows

ENVELOPES = """
    select e.id, e.name, e.status, e.sent_at, p.name as sender, x.value as external_id,
        case when e.status = 'completed' then e.status_at end as completed_at
    from envelopes e left join people p on p.id = e.sender_id
    left join envelope_metadata x
        on (x.organization_id, x.envelope_id, x.key) = (e.organization_id, e.id, '')
    where (e.sent_at, e.id) > (%s, %s) and e.sent_at < %s
    and (%s::uuid is null or e.sender_id = %s) and e.deleted_at is null
    order by e.sent_at, e.id limit %s
"""
ADOPTED = [kind.name for kind in kinds.ALL if kind.is_adopted]
# What a recipient has not finished yet is theirs, and no value of the envelope.
VALUES = """
    select v.envelope_id, 'Custom field' as source, f.name as field, v.value, '' as recipient,
        '' as document, 1 as place, null::uuid as field_id, null::ciphertext as sealed
    from envelope_values v join custom_fields f
        on (f.organization_id, f.id) = (v.organization_id, v.field_id)
    where v.envelope_id = any(%s) and f.removed_at is null
    union all
    select envelope_id, 'Entry', key, value, '', '', 2, null, null from envelope_metadata
    where envelope_id = any(%s) and key <> ''
    union all
    select f.envelope_id, case when r.id is null then 'Sender' else 'Recipient' end,
        coalesce(nullif(f.label, ''), f.kind), '', coalesce(r.name, ''), d.name,
        3 + f.position, f.id, v.sealed
    from fields f
    join field_values v on (v.organization_id, v.field_id) = (f.organization_id, f.id)
    left join recipients r on (r.organization_id, r.id) = (v.organization_id, v.filled_by)
    join documents d on (d.organization_id, d.id) = (f.organization_id, f.document_id)
    where f.envelope_id = any(%s) and (r.status = 'completed' or r.id is null and not exists (
        select from field_recipients c
        where (c.organization_id, c.field_id) = (f.organization_id, f.id)))
    and f.kind <> all(%s)
    order by envelope_id, place, field
"""


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Which envelopes an export is of. `role` is that of who asked, at this moment."""

    person_id: UUID
    role: MemberRole
    first: date
    last: date
    zone: ZoneInfo

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, datetime.min.time(), self.zone)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + DAY, datetime.min.time(), self.zone)


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """Some envelopes with their values, and the key of the last one among all."""

    envelopes: list[tuple[ExportedEnvelope, list[ExportedValue]]]
    after: tuple[datetime, UUID] | None


class ExportedValues:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def scope(self, export_id: UUID) -> ExportScope:
        """Raises NotFound when who asked is no member any more."""
        row = self._rows.one(
            "select e.person_id, e.first, e.last, m.role, known_zone(o.time_zone) as zone"
            " from value_exports e join memberships m"
            " on (m.organization_id, m.person_id) = (e.organization_id, e.person_id)"
            " cross join organizations o where e.id = %s",
            export_id,
        )
        row |= {"role": MemberRole(row["role"]), "zone": ZoneInfo(row["zone"])}
        return ExportScope(**row)

    def page(
        self,
        scope: ExportScope,
        sender_id: UUID | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> ExportedPage:
        from_at, from_id = after or (scope.begin, UUID(int=0))
        found = self._rows.all(ENVELOPES, from_at, from_id, scope.end, sender_id, sender_id, limit)
        values = self._values([row["id"] for row in found])
        page = [(_envelope(row, scope.zone), values.get(row["id"], [])) for row in found]
        return ExportedPage(page, (found[-1]["sent_at"], found[-1]["id"]) if found else after)

    def _values(self, ids: Iterable[UUID]) -> dict[UUID, list[ExportedValue]]:
        ids = list(ids)
        values: dict[UUID, list[ExportedValue]] = {}
        found = self._rows.all(VALUES, ids, ids, ids, ADOPTED)
        sealed = {row["field_id"]: row["sealed"] for row in found if row["field_id"]}
        filled = field_values.opened(self._rows, sealed)
        for row in found:
            envelope_id = row.pop("envelope_id")
            del row["place"], row["sealed"]
            row["value"] = filled.get(row.pop("field_id"), row["value"])
            values.setdefault(envelope_id, []).append(ExportedValue(**row))
        return values


def _envelope(row: dict[str, Any], zone: ZoneInfo) -> ExportedEnvelope:
    return ExportedEnvelope(
        row["name"],
        str(row["id"]),
        row["external_id"] or "",
        row["status"],
        row["sender"] or "",
        moment(row["sent_at"], zone),
        moment(row["completed_at"], zone),
    )
