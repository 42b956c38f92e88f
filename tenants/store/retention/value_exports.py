"""Files of values that members asked for, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import MemberRole
from core.period import DAY, Period
from tenants.store.rows import Rows

COLUMNS = """
    e.id, e.format, e.first::text, e.last::text, e.state, e.done, e.total, e.size, e.created_at,
    e.expires_at
"""


@dataclass(frozen=True, slots=True)
class ValueExport:
    """`state` is waiting, ready or refused; `done` and `total` count envelopes."""

    id: UUID
    format: str
    first: str
    last: str
    state: str
    done: int
    total: int
    size: int
    created_at: datetime
    expires_at: datetime


class ValueExports:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def lock(self, person_id: UUID) -> None:
        """One person asks for one export at a time."""
        self._rows.lock_exclusive(f"exports {person_id}")

    def count_envelopes(self, time: Period, sender_id: UUID | None, limit: int) -> int:
        """How many were sent in this time, by the organization's clock; counted up to `limit`."""
        row = self._rows.one(
            "select count(*) as n from (select from envelopes e"
            " cross join (select known_zone(time_zone) as zone from organizations) z"
            " where e.sent_at >= (%s::date)::timestamp at time zone z.zone"
            " and e.sent_at < (%s::date)::timestamp at time zone z.zone"
            " and (%s::uuid is null or e.sender_id = %s) and e.deleted_at is null"
            " limit %s) as counted",
            *(time.first, time.last + DAY, sender_id, sender_id, limit),
        )
        return int(row["n"])

    def count_waiting(self, person_id: UUID) -> int:
        row = self._rows.one(
            "select count(*) as n from value_exports where person_id = %s and state = 'waiting'",
            person_id,
        )
        return int(row["n"])

    def add(
        self,
        export_id: UUID,
        person_id: UUID,
        format: str,
        time: Period,
        total: int,
        now: datetime,
        expires_at: datetime,
    ) -> bool:
        """False when the id is taken."""
        added = self._rows.run(
            "insert into value_exports (organization_id, id, person_id, format, first, last, total,"
            " created_at, expires_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, export_id, person_id, format, time.first, time.last),
            *(total, now, expires_at),
        )
        return added == 1

    def of(self, person_id: UUID, now: datetime) -> tuple[ValueExport, ...]:
        """The latest first, until they are thrown away."""
        found = self._rows.all(
            f"select {COLUMNS} from value_exports e where e.person_id = %s and e.expires_at > %s"  # noqa: S608 - our own words
            " order by e.created_at desc, e.id limit 20",
            *(person_id, now),
        )
        return tuple(ValueExport(**row) for row in found)

    def ready(self, export_id: UUID, person_id: UUID, now: datetime) -> tuple[ValueExport, str]:
        """A file that is made, and its name in the object store. Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS}, e.object from value_exports e where e.id = %s"  # noqa: S608 - our own words
            " and e.person_id = %s and e.expires_at > %s and e.state = 'ready'",
            *(export_id, person_id, now),
        )
        object = str(row.pop("object"))
        return ValueExport(**row), object

    def waiting(self, export_id: UUID) -> tuple[ValueExport, MemberRole | None] | None:
        """One that is to be made, with the role of who asked; None: they are no member now."""
        row = self._rows.one_or_none(
            f"select {COLUMNS}, m.role from value_exports e left join memberships m"  # noqa: S608 - our own words
            " on (m.organization_id, m.person_id) = (e.organization_id, e.person_id)"
            " where e.id = %s and e.state = 'waiting'",
            export_id,
        )
        if row is None:
            return None
        role = row.pop("role")
        return ValueExport(**row), MemberRole(role) if role else None

    def refuse(self, export_id: UUID) -> None:
        self._rows.run("update value_exports set state = 'refused' where id = %s", export_id)

    def advance(self, export_id: UUID, done: int) -> None:
        self._rows.run("update value_exports set done = %s where id = %s", done, export_id)

    def finish(self, export_id: UUID, size: int, object: str) -> None:
        self._rows.run(
            "update value_exports set state = 'ready', size = %s, object = %s where id = %s",
            *(size, object, export_id),
        )

    def delete(self, export_id: UUID) -> None:
        self._rows.run("delete from value_exports where id = %s", export_id)
