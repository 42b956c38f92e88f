"""Values of many envelopes as a file: asked for by a member, made by a job, kept for a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from core import access
from core.access import MemberRole, Permission
from core.events.admin_events import ValuesExported
from core.fields import kinds
from core.period import DAY, Period
from core.refusals import NotFound
from core.retention.refusals import ExportTooLarge, TooManyExports
from core.retention.value_export import ENVELOPES_LIMIT, OPEN_LIMIT, Envelope, Value, lines, moment
from tenants.member import Member
from tenants.organization import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.jobs.leasing import LeasedJob

Page = list[tuple[Envelope, list[Value]]]
Place = tuple[datetime, UUID]  # of an envelope among all, by when it was sent
KEPT = timedelta(days=7)
AT_ONCE = 500
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Export:
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


def start(member: Member, export_id: UUID, time: Period, format: str, now: datetime) -> None:
    """
    The same id again is the same export. Senders get what they sent, overseers everything.

    Raises NotFound for another format, ExportTooLarge, TooManyExports.
    """
    if format not in FORMATS:
        raise NotFound
    with member.transaction(Permission.READ_REPORTS) as tx:
        tx.memberships.hold(member.person_id)
        tx.alone(f"exports {member.person_id}")
        total = _count(tx, time, _sender(tx.role, member.person_id))
        waiting = tx.one(
            "select count(*) as n from value_exports where person_id = %s and state = 'waiting'",
            member.person_id,
        )
        if waiting["n"] >= OPEN_LIMIT:
            raise TooManyExports
        added = tx.run(
            "insert into value_exports (organization_id, id, person_id, format, first, last, total,"
            " created_at, expires_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, export_id, member.person_id, format, time.first, time.last),
            *(total, now, now + KEPT),
        )
        if added:
            asked = ValuesExported(export_id=export_id, envelopes=total, expires_at=now + KEPT)
            tx.administer((asked,), member.actor, now)


def mine(member: Member, now: datetime) -> tuple[Export, ...]:
    """The files somebody asked for, the latest first, until they are thrown away."""
    with member.transaction(Permission.READ_REPORTS) as tx:
        rows = tx.all(
            "select id, format, first::text, last::text, state, done, total, size, created_at,"
            " expires_at from value_exports where person_id = %s and expires_at > %s"
            " order by created_at desc, id limit 20",
            *(member.person_id, now),
        )
    return tuple(Export(**row) for row in rows)


def file(member: Member, export_id: UUID, now: datetime) -> tuple[Export, bytes]:
    """For whoever asked for it alone. Raises NotFound."""
    export = next((e for e in mine(member, now) if e.id == export_id), None)
    if export is None or export.state != "ready":
        raise NotFound
    with member.transaction(Permission.READ_REPORTS) as tx:
        row = tx.one("select object from value_exports where id = %s", export_id)
    return export, member.organization.get(row["object"])


def open_export(job: LeasedJob) -> Export | None:
    """What is to be made; None when whoever asked may no longer have it."""
    with job.organization.transaction() as tx:
        row = tx.maybe(
            "select e.id, format, first::text, last::text, state, done, total, size, e.created_at,"
            " expires_at, m.role from value_exports e left join memberships m"
            " on (m.organization_id, m.person_id) = (e.organization_id, e.person_id)"
            " where e.id = %s and e.state = 'waiting'",
            _export_id(job),
        )
        role = row.pop("role") if row else None
        if row and role and access.may(MemberRole(role), Permission.READ_REPORTS):
            unused_files.announce(tx, _name(job), job.id)
            return Export(**row)
        tx.run("update value_exports set state = 'refused' where id = %s", _export_id(job))
        tx.jobs.done(job)
    return None


def rows(job: LeasedJob) -> Iterator[tuple[str, ...]]:
    """The lines of the table, some envelopes at a time, each time in a transaction of its own."""
    after: Place | None = None
    done = 0
    while True:
        with job.organization.transaction() as tx:
            found, after = _page(tx, job, after)
            done += len(found)
            tx.run("update value_exports set done = %s where id = %s", done, _export_id(job))
        for envelope, values in found:
            yield from lines(envelope, values)
        if len(found) < AT_ONCE:
            return


def finish(job: LeasedJob, data: bytes) -> None:
    """Keep the file, under a name of this attempt's own. Raises LostLease."""
    name = _name(job)
    job.organization.put(name, data)
    with job.organization.transaction() as tx:
        tx.run(
            "update value_exports set state = 'ready', size = %s, object = %s where id = %s",
            *(len(data), name, _export_id(job)),
        )
        unused_files.keep(tx, name, job.id)
        tx.jobs.done(job)


def forget(job: LeasedJob) -> None:
    """Its time is over. What an attempt left behind halfway goes as well."""
    job.organization.delete_below(_folder(_export_id(job)))
    with job.organization.transaction() as tx:
        tx.run("delete from value_exports where id = %s", _export_id(job))
        tx.jobs.done(job)


def _sender(role: MemberRole, person_id: UUID) -> UUID | None:
    return None if access.may(role, Permission.SEE_ALL_ENVELOPES) else person_id


def _count(tx: Transaction, time: Period, sender: UUID | None) -> int:
    row = tx.one(
        "select count(*) as n from (select from envelopes e"
        " cross join (select known_zone(time_zone) as zone from organizations) z"
        " where e.sent_at >= (%s::date)::timestamp at time zone z.zone"
        " and e.sent_at < (%s::date)::timestamp at time zone z.zone"
        " and (%s::uuid is null or e.sender_id = %s) and e.deleted_at is null"
        " limit %s) as counted",
        *(time.first, time.last + DAY, sender, sender, ENVELOPES_LIMIT + 1),
    )
    if row["n"] > ENVELOPES_LIMIT:
        raise ExportTooLarge
    return int(row["n"])


def _page(tx: Transaction, job: LeasedJob, after: Place | None) -> tuple[Page, Place | None]:
    export = tx.one(
        "select e.person_id, e.first, e.last, m.role, known_zone(o.time_zone) as zone"
        " from value_exports e join memberships m"
        " on (m.organization_id, m.person_id) = (e.organization_id, e.person_id)"
        " cross join organizations o where e.id = %s",
        _export_id(job),
    )
    zone = ZoneInfo(export["zone"])
    begin = datetime.combine(export["first"], datetime.min.time(), zone)
    end = datetime.combine(export["last"] + DAY, datetime.min.time(), zone)
    sender = _sender(MemberRole(export["role"]), export["person_id"])
    from_at, from_id = after or (begin, UUID(int=0))
    found = tx.all(ENVELOPES, from_at, from_id, end, sender, sender, AT_ONCE)
    values = _values(tx, [row["id"] for row in found])
    page = [(_envelope(row, zone), values.get(row["id"], [])) for row in found]
    return page, (found[-1]["sent_at"], found[-1]["id"]) if found else after


def _values(tx: Transaction, ids: list[UUID]) -> dict[UUID, list[Value]]:
    values: dict[UUID, list[Value]] = {}
    for row in tx.all(VALUES, ids, ids, ids, ADOPTED):
        envelope_id = row.pop("envelope_id")
        row.pop("place")
        values.setdefault(envelope_id, []).append(Value(**row))
    return values


def _envelope(row: dict[str, Any], zone: ZoneInfo) -> Envelope:
    return Envelope(
        row["name"],
        str(row["id"]),
        row["external_id"] or "",
        row["status"],
        row["sender"] or "",
        moment(row["sent_at"], zone),
        moment(row["completed_at"], zone),
    )


def _export_id(job: LeasedJob) -> UUID:
    return job.said("export_id", UUID)


def _name(job: LeasedJob) -> str:
    return f"{_folder(_export_id(job))}/{job.id}-{job.attempts}"


def _folder(export_id: UUID) -> str:
    return f"exports/{export_id}"


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
# What a recipient has not finished yet is theirs, and no value of the envelope.
ADOPTED = [kind.name for kind in kinds.ALL if kind.is_adopted]
VALUES = """
    select v.envelope_id, 'Custom field' as source, f.name as field, v.value, '' as recipient,
        '' as document, 1 as place
    from envelope_values v join custom_fields f
        on (f.organization_id, f.id) = (v.organization_id, v.field_id)
    where v.envelope_id = any(%s) and f.removed_at is null
    union all
    select envelope_id, 'Entry', key, value, '', '', 2 from envelope_metadata
    where envelope_id = any(%s) and key <> ''
    union all
    select f.envelope_id, 'Recipient', coalesce(nullif(f.label, ''), f.kind), f.value, r.name,
        d.name, 3 + f.position
    from fields f
    join recipients r on (r.organization_id, r.id) = (f.organization_id, f.recipient_id)
    join documents d on (d.organization_id, d.id) = (f.organization_id, f.document_id)
    where f.envelope_id = any(%s) and r.status = 'completed' and f.value <> ''
    and f.kind <> all(%s)
    order by envelope_id, place, field
"""
