"""Everything an organization has as one file: asked for, waited for, downloaded, thrown away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.events.admin_events import (
    ExportDiscarded,
    ExportDownloaded,
    ExportRequested,
    PersonExportRequested,
)
from core.refusals import NotFound
from core.retention.export import SETTLED
from core.retention.person_erasure import checked_address
from core.retention.refusals import ExportUnderWay
from tenants.member import Member
from tenants.organization import Organization, Transaction
from tenants.use_cases.jobs.leasing import LeasedJob

CONTEXT = "export"
COLUMNS = (
    "id, state, section, done, total, size, created_at, expires_at,"
    " address is not null as about_one"
)


@dataclass(frozen=True, slots=True)
class Export:
    """`done` and `total` count envelopes and files. `expires_at` once it is ready."""

    id: UUID
    state: str
    section: str
    done: int
    total: int
    size: int
    created_at: datetime
    expires_at: datetime | None
    about_one: bool


def start(member: Member, export_id: UUID, now: datetime, address: str = "") -> None:
    """
    The same id again is the same export. With an address: of what is about this person alone.

    Raises ExportUnderWay, Invalid(address=...).
    """
    address = checked_address(address) if address else ""
    sealed = member.organization.key.encrypt(address.encode(), CONTEXT) if address else None
    with member.transaction(Permission.EXPORT_ORGANIZATION) as tx:
        tx.alone("exports")
        if tx.maybe("select from exports where id = %s", export_id) is not None:
            return
        if tx.maybe("select from exports where state = 'making' limit 1") is not None:
            raise ExportUnderWay
        total = _person_total(tx, address) if address else _total(tx)
        tx.run(
            "insert into exports (organization_id, id, person_id, total, created_at, address)"
            " values (%s, %s, %s, %s, %s, %s)",
            *(tx.organization_id, export_id, member.person_id, total, now, sealed),
        )
        asked = PersonExportRequested if address else ExportRequested
        tx.administer((asked(export_id=export_id),), member.actor, now)


def mine(member: Member, now: datetime) -> tuple[Export, ...]:
    """What this member asked for and did not throw away, the latest first."""
    with member.transaction(Permission.EXPORT_ORGANIZATION) as tx:
        rows = tx.all(
            f"select {COLUMNS} from exports where person_id = %s and state <> 'discarded'"  # noqa: S608 - our own words
            " and (expires_at is null or expires_at > %s) order by created_at desc limit 20",
            *(member.person_id, now),
        )
    return tuple(Export(**row) for row in rows)


def file(member: Member, export_id: UUID, now: datetime) -> tuple[Export, Iterator[bytes]]:
    """
    The ZIP in parts of some megabytes, for whoever asked for it alone.

    Each part is read when the one before it is on its way. Raises NotFound.
    """
    with member.transaction(Permission.EXPORT_ORGANIZATION) as tx:
        row = tx.one(
            f"select {COLUMNS} from exports where id = %s and person_id = %s"  # noqa: S608 - our own words
            " and state = 'ready' and expires_at > %s",
            *(export_id, member.person_id, now),
        )
        parts = tx.all(
            "select object from export_parts where export_id = %s order by number", export_id
        )
        tx.administer((ExportDownloaded(export_id=export_id),), member.actor, now)
    return Export(**row), _parts(member.organization, [part["object"] for part in parts])


def discard(member: Member, export_id: UUID, now: datetime) -> None:
    """Throw it away, made or not. A second time changes nothing. Raises NotFound."""
    with member.transaction(Permission.EXPORT_ORGANIZATION) as tx:
        row = tx.one(
            "select state from exports where id = %s and person_id = %s for update",
            *(export_id, member.person_id),
        )
        if row["state"] == "discarded":
            return
        tx.run("update exports set state = 'discarded' where id = %s", export_id)
        discarded = ExportDiscarded(export_id=export_id, swept_at=now + SETTLED)
        tx.administer((discarded,), member.actor, now)


def sweep(job: LeasedJob) -> None:
    """Its time is over, or nobody wants it. What a worker left behind halfway goes as well."""
    export_id = job.said("export_id", UUID)
    with job.organization.transaction() as tx:
        tx.run("update exports set state = 'discarded' where id = %s", export_id)
    job.organization.delete_below(folder(export_id))
    with job.organization.transaction() as tx:
        tx.run("delete from exports where id = %s", export_id)
        tx.jobs.done(job)


def address_of(organization: Organization, sealed: bytes | None) -> str:
    """Whom an export is about; empty for everything."""
    return organization.key.decrypt(bytes(sealed), CONTEXT).decode() if sealed else ""


def folder(export_id: UUID) -> str:
    """Where its parts are stored."""
    return f"export/{export_id}"


def _total(tx: Transaction) -> int:
    row = tx.one(
        "select (select count(*) from envelopes) + (select count(*) from documents)"
        " + (select count(*) from sealed_files) as n"
    )
    return int(row["n"])


def _person_total(tx: Transaction, address: str) -> int:
    row = tx.one("select count(*) * 2 as n from recipients where folded_email = %s", address)
    return int(row["n"])


def _parts(organization: Organization, objects: list[str]) -> Iterator[bytes]:
    for name in objects:
        try:
            yield organization.get(name)
        except NotFound:
            # Thrown away meanwhile: the download breaks off, and the browser says so.
            raise ConnectionAbortedError from None
