"""Archived records: the list, one of them, its files, and deleting it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import list_cursor
from core.access import Permission
from core.addresses import email_address
from core.archived_records.archived_record import ArchivedRecord, RecordFile
from core.archived_records.events import RecordDeleted, RecordFileDownloaded
from core.archived_records.refusals import RecordFileChanged, RecordOnHold
from core.jobs.job import Job
from core.refusals import Forbidden, NotFound
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.files import incoming_file
from tenants.installation import Organization
from tenants.store.archived_records.archived_records import RecordSummary
from tenants.store.documents.unused_files import KIND
from tenants.transaction import Transaction

PAGE = 50


@dataclass(frozen=True, slots=True)
class RecordList:
    """`before` is where the next page begins; "" on the last one."""

    rows: tuple[RecordSummary, ...]
    sources: tuple[str, ...]
    before: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    record: ArchivedRecord
    importer: str
    deletable: bool


def listed(
    tx: Transaction,
    words: str = "",
    source: str = "",
    before: str = "",
    limit: int = PAGE,
) -> RecordList:
    """Those that the member imported; for who oversees the organization all of them."""
    tx.require(Permission.READ_ENVELOPES)
    sees_all = tx.may(Permission.SEE_ALL_ENVELOPES)
    words = " ".join(words.split())[:200]
    who, place = (tx.member.person_id, sees_all), _read(before)
    rows = tx.archived_records.page(*who, words, source, place, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    following = list_cursor.written(last.imported_at.isoformat(), last.id) if last else ""
    return RecordList(tuple(rows[:limit]), tuple(tx.archived_records.sources()), following)


def get(tx: Transaction, record_id: UUID) -> ArchivedRecord:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    record = tx.archived_records.get(record_id)
    if not (_owns(tx, record) or tx.may(Permission.SEE_ALL_ENVELOPES)):
        raise NotFound
    return record


def page(tx: Transaction, record_id: UUID) -> RecordPage:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    record = get(tx, record_id)
    importer = tx.known_people.names([record.imported_by]).get(record.imported_by, "")
    return RecordPage(record, importer, _may_delete(tx, record))


def file(tx: Transaction, record_id: UUID, file_id: UUID, now: datetime) -> RecordFile:
    """To be read when the transaction has ended; it is logged as downloaded. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    record = get(tx, record_id)
    found = next((each for each in record.files if each.id == file_id), None)
    if found is None:
        raise NotFound
    told = RecordFileDownloaded(record_id=record_id, file_id=file_id, name=found.name)
    tx.record_admin((told,), tx.principal.actor, now)
    return found


def delete(tx: Transaction, record_id: UUID, now: datetime) -> None:
    """For good, and at once. Raises NotFound, Forbidden, RecordOnHold."""
    tx.require(Permission.SEND_ENVELOPES)
    record = get(tx, record_id)
    if not _may_delete(tx, record):
        raise Forbidden
    holds = tx.legal_holds.in_force()
    addresses = {email_address.fold(party.email) for party in record.parties}
    if holds.organization or holds.addresses & addresses:
        raise RecordOnHold
    if not tx.archived_records.delete(record_id):
        raise NotFound
    tx.jobs.add(tx.organization_id, [Job(KIND, {"name": f.object}) for f in record.files])
    told = RecordDeleted(record_id=record_id, name=record.name)
    tx.record_admin((told,), tx.principal.actor, now)


def read(organization: Organization, found: RecordFile) -> Iterator[bytes]:
    """
    The file, with no transaction open, compared with its hash before the first byte is given.

    Raises RecordFileChanged.
    """
    if not is_unchanged(organization, found):
        raise RecordFileChanged
    return organization.get_stream(found.object)


def is_unchanged(organization: Organization, found: RecordFile) -> bool:
    """Whether what is stored is what was imported. Raises NotFound, Destroyed."""
    try:
        sha256, size = incoming_file.hashed(organization.get_stream(found.object))
    except Destroyed:
        raise
    except Undecryptable:
        return False
    return (sha256, size) == (found.sha256, found.size)


def object_name(record_id: UUID, file_id: UUID) -> str:
    """Where a file of a record is stored."""
    return f"archived/{record_id}/{file_id}"


def _read(before: str) -> tuple[datetime | None, UUID]:
    """The beginning, for what was not written here."""
    key, id = list_cursor.read(before)
    try:
        return datetime.fromisoformat(key), id
    except ValueError:
        return None, id


def _owns(tx: Transaction, record: ArchivedRecord) -> bool:
    return record.imported_by == tx.member.person_id


def _may_delete(tx: Transaction, record: ArchivedRecord) -> bool:
    own = _owns(tx, record) and tx.may(Permission.SEND_ENVELOPES)
    return own or tx.may(Permission.MANAGE_ALL_ENVELOPES)
