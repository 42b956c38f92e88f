"""Importing a list of contacts from a CSV file: previewed first, then row by row."""

from collections.abc import Sequence
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.people import contact_import
from core.people.contact import ContactScope
from core.people.contact_import import ListedRow, Table
from core.refusals import Invalid, NotFound, sentence
from core.text import charset_detection
from core.text.charset_detection import EncodingGuess
from tenants.installation import Organization
from tenants.store.jobs.outbox import LostLease
from tenants.store.people.contact_imports import ContactImport
from tenants.transaction import Transaction

EMAIL = contact_import.FIELDS.index("email")
AT_ONCE = 200  # rows that are imported while the browser waits
CHUNK = 500


def announce(tx: Transaction, import_id: UUID) -> None:
    """Before the file is stored: it is kept for a day."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.unused_files.announce(_file(import_id), import_id)


def store(organization: Organization, import_id: UUID, data: bytes) -> None:
    """The file, after it was announced."""
    organization.put(_file(import_id), data)


def upload(tx: Transaction, import_id: UUID, file_name: str, data: bytes) -> None:
    """See what is in the list. Raises Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    table, certain = contact_import.read(data), charset_detection.certain(data) or ""
    shown = "".join(c for c in file_name if c.isprintable())[:200]
    person_id = tx.member.person_id
    tx.contact_imports.delete_old(person_id)
    tx.contact_imports.add(import_id, person_id, shown, table.headed, table.columns, certain)


def get(tx: Transaction, import_id: UUID) -> ContactImport:
    """One's own. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    return tx.contact_imports.get(import_id, tx.member.person_id)


def table(
    organization: Organization, found: ContactImport
) -> tuple[Table, tuple[EncodingGuess, ...]]:
    """The list as it is read now, and other ways to read its letters where the file says none."""
    data = organization.get(_file(found.id))
    ways = () if charset_detection.certain(data) else charset_detection.readings(data)
    return contact_import.read(data, found.encoding), ways


def rows(organization: Organization, found: ContactImport) -> tuple[ListedRow, ...]:
    """What is to be taken over, by the columns that were chosen."""
    read = contact_import.read(organization.get(_file(found.id)), found.encoding)
    return contact_import.listed(read, found.header, found.columns)


def choose(
    tx: Transaction, import_id: UUID, header: bool, columns: Sequence[int], scope: ContactScope,
    team_id: UUID | None, encoding: str = "",
) -> ContactImport:  # fmt: skip
    """Which column is which, and whose contacts they become. Raises Invalid, NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    person_id = tx.member.person_id
    if columns[EMAIL] < 0:
        raise Invalid(email=sentence("Choose the column with the e-mail addresses."))
    if scope is ContactScope.TEAM and team_id not in tx.teams.names_of(person_id):
        raise Invalid(scope=sentence("Choose one of your teams."))
    team_id = team_id if scope is ContactScope.TEAM else None
    known = encoding if encoding in charset_detection.LEGACY else ""
    imports = tx.contact_imports
    if not imports.choose(import_id, person_id, header, columns, scope, team_id, known):
        raise NotFound
    return imports.get(import_id, person_id)


def check_encoding(found: ContactImport) -> None:
    """Raises Invalid while no one has said how the letters of the list are read."""
    if not found.encoding:
        raise Invalid(encoding=sentence("Choose the line in which the names look right."))


def begin(tx: Transaction, found: ContactImport, rows: Sequence[ListedRow]) -> None:
    """Import it: a short list at once, a long one by a worker. A second time is the same."""
    tx.require(Permission.SEND_ENVELOPES)
    began = tx.contact_imports.start(found.id, len(rows), sum(bool(row.errors) for row in rows))
    if began and len(rows) > AT_ONCE:
        job = Job("import_contacts", {"import_id": str(found.id)})
        tx.jobs.add(tx.organization_id, [job])
    elif began:
        _take(tx, found, rows)
        tx.contact_imports.finish(found.id)


def find(tx: Transaction, import_id: UUID) -> ContactImport:
    """For the job that takes it over. Raises NotFound."""
    return tx.contact_imports.get(import_id)


def take_chunk(
    tx: Transaction, found: ContactImport, rows: Sequence[ListedRow], start: int
) -> None:
    """The rows from `start` on, as many as one transaction takes. Raises LostLease."""
    if tx.contact_imports.lock_done(found.id) != start:
        raise LostLease
    _take(tx, found, rows[start : start + CHUNK])


def finish(tx: Transaction, import_id: UUID) -> None:
    tx.contact_imports.finish(import_id)


def _take(tx: Transaction, found: ContactImport, rows: Sequence[ListedRow]) -> None:
    usable = [row for row in rows if row.usable]
    added, there = tx.contacts.keep(found.person_id, found.scope, found.team_id, usable)
    merged = there + sum(row.merged for row in rows)
    tx.contact_imports.count(found.id, len(rows), added, merged)


def _file(import_id: UUID) -> str:
    return f"contact-imports/{import_id}"
