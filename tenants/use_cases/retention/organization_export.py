"""Everything an organization has as one file: asked for, waited for, downloaded, thrown away."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.refusals import NotFound
from core.retention.export import SETTLED
from core.retention.export_events import (
    ExportDiscarded,
    ExportDownloaded,
    ExportRequested,
    PersonExportRequested,
)
from core.retention.person_erasure import normalize_address
from core.retention.refusals import ExportUnderWay
from tenants.installation import Organization
from tenants.store.retention.organization_exports import OrganizationExport
from tenants.transaction import Transaction


def start(tx: Transaction, export_id: UUID, now: datetime, address: str = "") -> None:
    """
    The same id again is the same export. With an address: of what is about this person alone.

    Raises ExportUnderWay, Invalid(address=...).
    """
    tx.require(Permission.EXPORT_ORGANIZATION)
    address = normalize_address(address) if address else ""
    exports = tx.organization_exports
    exports.lock()
    if exports.exists(export_id):
        return
    if exports.is_making():
        raise ExportUnderWay
    total = exports.count_of_person(address) if address else exports.count_all()
    exports.add(export_id, tx.member.person_id, total, address, now)
    requested = PersonExportRequested if address else ExportRequested
    tx.record_admin((requested(export_id=export_id),), tx.principal.actor, now)


def own(tx: Transaction, now: datetime) -> tuple[OrganizationExport, ...]:
    """What this member asked for and did not throw away, the latest first."""
    tx.require(Permission.EXPORT_ORGANIZATION)
    return tx.organization_exports.of(tx.member.person_id, now)


def file(tx: Transaction, export_id: UUID, now: datetime) -> tuple[OrganizationExport, list[str]]:
    """The export and the names of its parts, for the member who asked. Raises NotFound."""
    tx.require(Permission.EXPORT_ORGANIZATION)
    export = tx.organization_exports.ready(export_id, tx.member.person_id, now)
    downloaded = ExportDownloaded(export_id=export_id)
    tx.record_admin((downloaded,), tx.principal.actor, now)
    return export, tx.export_parts.objects(export_id)


def parts(organization: Organization, names: list[str]) -> Iterator[bytes]:
    """The ZIP, some megabytes at a time: each part is read when the last one is on its way."""
    for name in names:
        try:
            yield from organization.get_stream(name)
        except NotFound:
            # Thrown away meanwhile: the download breaks off, and the browser says so.
            raise ConnectionAbortedError from None


def discard(tx: Transaction, export_id: UUID, now: datetime) -> None:
    """Throw it away, made or not. A second time changes nothing. Raises NotFound."""
    tx.require(Permission.EXPORT_ORGANIZATION)
    if tx.organization_exports.discard_own(export_id, tx.member.person_id):
        discarded = ExportDiscarded(export_id=export_id, swept_at=now + SETTLED)
        tx.record_admin((discarded,), tx.principal.actor, now)


def folder(export_id: UUID) -> str:
    """Where its parts are stored."""
    return f"export/{export_id}"
