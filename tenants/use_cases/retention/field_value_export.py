"""Values of many envelopes as a file: asked for by a member, made by a job, kept for a week."""

from datetime import datetime, timedelta
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.period import Period
from core.refusals import NotFound
from core.retention.export_events import ValuesExported
from core.retention.refusals import ExportTooLarge, TooManyExports
from core.retention.value_export import ENVELOPES_LIMIT, OPEN_LIMIT
from tenants.leased_job import LeasedJob
from tenants.store.retention.exported_values import ExportedPage
from tenants.store.retention.value_exports import ValueExport
from tenants.transaction import Transaction

KEPT = timedelta(days=7)
AT_ONCE = 500
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def start(tx: Transaction, export_id: UUID, time: Period, format: str, now: datetime) -> None:
    """
    The same id again is the same export. Senders get what they sent, overseers everything.

    Raises NotFound for another format, ExportTooLarge, TooManyExports.
    """
    tx.require(Permission.READ_REPORTS)
    if format not in FORMATS:
        raise NotFound
    person_id = tx.member.person_id
    tx.memberships.hold(person_id)
    tx.value_exports.lock(person_id)
    sender = _sender(tx.role, person_id)
    total = tx.value_exports.count_envelopes(time, sender, ENVELOPES_LIMIT + 1)
    if total > ENVELOPES_LIMIT:
        raise ExportTooLarge
    if tx.value_exports.count_waiting(person_id) >= OPEN_LIMIT:
        raise TooManyExports
    until = now + KEPT
    if tx.value_exports.add(export_id, person_id, format, time, total, now, until):
        asked = ValuesExported(export_id=export_id, envelopes=total, expires_at=until)
        tx.record_admin((asked,), tx.principal.actor, now)


def own(tx: Transaction, now: datetime) -> tuple[ValueExport, ...]:
    """The files a member asked for, the latest first, until they are thrown away."""
    tx.require(Permission.READ_REPORTS)
    return tx.value_exports.of(tx.member.person_id, now)


def file(tx: Transaction, export_id: UUID, now: datetime) -> tuple[ValueExport, str]:
    """The export and its object, for the member who asked for it. Raises NotFound."""
    tx.require(Permission.READ_REPORTS)
    return tx.value_exports.ready(export_id, tx.member.person_id, now)


def begin(tx: Transaction, job: LeasedJob) -> ValueExport | None:
    """What is to be made; None when the member may no longer have it: then the job is done."""
    waiting = tx.value_exports.waiting(_export_id(job))
    if waiting is not None:
        export, role = waiting
        if role is not None and access.may(role, Permission.READ_REPORTS):
            tx.unused_files.announce(_name(job), job.id)
            return export
    tx.value_exports.refuse(_export_id(job))
    tx.jobs.done(job)
    return None


def page(
    tx: Transaction, job: LeasedJob, after: tuple[datetime, UUID] | None, done: int
) -> ExportedPage:
    """The next envelopes, at most AT_ONCE; `done` came before. Raises NotFound."""
    scope = tx.exported_values.scope(_export_id(job))
    sender = _sender(scope.role, scope.person_id)
    found = tx.exported_values.page(scope, sender, after, AT_ONCE)
    tx.value_exports.advance(_export_id(job), done + len(found.envelopes))
    return found


def file_name(job: LeasedJob) -> str:
    """Where this attempt stores the file."""
    return _name(job)


def finish(tx: Transaction, job: LeasedJob, size: int) -> None:
    """The file is stored under `file_name`. Raises LostLease."""
    name = _name(job)
    tx.value_exports.finish(_export_id(job), size, name)
    tx.unused_files.keep(name, job.id)
    tx.jobs.done(job)


def folder(job: LeasedJob) -> str:
    """Where all attempts store theirs: emptied before `delete`."""
    return _folder(_export_id(job))


def delete(tx: Transaction, job: LeasedJob) -> None:
    """Its time is over. What an attempt left behind halfway went as well."""
    tx.value_exports.delete(_export_id(job))
    tx.jobs.done(job)


def _sender(role: MemberRole, person_id: UUID) -> UUID | None:
    return None if access.may(role, Permission.SEE_ALL_ENVELOPES) else person_id


def _export_id(job: LeasedJob) -> UUID:
    return job.argument("export_id", UUID)


def _name(job: LeasedJob) -> str:
    return f"{_folder(_export_id(job))}/{job.id}-{job.attempts}"


def _folder(export_id: UUID) -> str:
    return f"exports/{export_id}"
