"""The rows of a table as the job that reads it keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.access import Permission
from core.bulk_sends import bulk_send, column_guess, column_mapping
from core.bulk_sends.bulk_send import BulkSend, BulkState
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.uploaded_table import ROWS_LIMIT, UploadedTable
from core.jobs.job import Job
from core.people import contact
from core.text import charset_detection, spreadsheet
from core.text.csv_table import NumberedRow
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, template_source

CHUNK = 500
GUESSED_BY = 20
# Columns that the download of wrong rows adds; cells in them are not read.
ROW, ERROR = "Row in Countersign", "Error"


@dataclass(frozen=True, slots=True)
class OldRows:
    """What a file with corrected rows goes into: the first row, and the last number."""

    first: tuple[str, ...]
    header_row: int
    last: int


def begin(tx: Transaction, job: LeasedJob) -> BulkSend | None:
    """None when nothing is to be read any more, which is then the job."""
    bulk = tx.bulk_sends.get(_id(job))
    if bulk.state is not BulkState.READING:
        tx.jobs.done(job)
        return None
    return bulk


def file(organization: Organization, job: LeasedJob) -> bytes:
    """Raises NotFound."""
    upload_id = job.argument("upload_id", UUID)
    return organization.get(bulk_sends.stored_name(_id(job), upload_id))


def refuse(tx: Transaction, job: LeasedJob, problem: str, number: int) -> None:
    tx.bulk_sends.become(_id(job), BulkState.UNUSABLE, problem, number)
    tx.jobs.done(job)


def keep(tx: Transaction, job: LeasedJob, rows: Sequence[NumberedRow], first: bool) -> None:
    """A chunk of the rows; the first one takes the place of all that were there."""
    if first:
        tx.bulk_send_rows.replace_all(_id(job), rows)
    else:
        tx.bulk_send_rows.put(_id(job), rows)


def finish(tx: Transaction, job: LeasedJob, table: UploadedTable) -> None:
    """All rows are kept: columns are guessed, and chosen by a person."""
    bulk = tx.bulk_sends.get(_id(job), lock=True)
    first = table.rows[0]
    if bulk.mapping.columns and not bulk.encoding:  # a program has said which column is which
        tx.bulk_sends.save_reading(bulk.id, table.readings, table.sheet, len(table.rows) - 1)
        check_again(tx, tx.bulk_sends.get(bulk.id))
        tx.jobs.done(job)
        return
    known = template_source.targets(tx, bulk)
    headings = column_mapping.named(first.cells, table.headed)
    sample = [row.cells for row in table.rows[table.headed : GUESSED_BY + 1]]
    guessed = column_guess.guess(known.targets, headings, sample)
    content = known.content
    mapping = ColumnMapping(table.headed, guessed, content.name, content.message)
    total = len(table.rows) - table.headed
    tx.bulk_sends.save_reading(bulk.id, table.readings, table.sheet, total)
    tx.bulk_sends.save_mapping(bulk.id, mapping, first.number if table.headed else 0)
    tx.jobs.done(job)


def old_rows(tx: Transaction, job: LeasedJob) -> OldRows:
    """For a file with corrected rows."""
    first = tx.bulk_send_rows.at(_id(job), 0, 0)
    _, last = tx.bulk_row_counts.ends(_id(job))
    return OldRows(first.cells if first else (), tx.bulk_sends.get(_id(job)).header_row, last)


def corrected(table: UploadedTable, old: OldRows) -> tuple[NumberedRow, ...] | None:
    """
    The rows of a file with corrections, by the numbers that they had; None for other columns.

    A row without a number, or with one that there is none of, is a new one.
    """
    heads = [contact.fold(cell) for cell in table.rows[0].cells]
    wanted = [contact.fold(cell) for cell in old.first]
    places = [heads.index(name) if name in heads else -1 for name in wanted]
    if -1 in [place for place, name in zip(places, wanted, strict=True) if name]:
        return None
    number_at = heads.index(contact.fold(ROW)) if contact.fold(ROW) in heads else -1
    found, last = [], old.last
    for row in table.rows[1:]:
        kept = (row.cells[place] if place >= 0 else "" for place in places)
        cells = tuple(spreadsheet.original(cell) for cell in kept)
        text = row.cells[number_at].strip() if number_at >= 0 else ""
        if text.isdecimal() and old.header_row < int(text[:9]) <= old.last:
            found.append(NumberedRow(int(text), cells))
        else:
            last += 1
            found.append(NumberedRow(last, cells))
    return tuple(found)


def finish_corrections(tx: Transaction, job: LeasedJob) -> None:
    """All rows are checked again: they may repeat each other now."""
    bulk = tx.bulk_sends.get(_id(job), lock=True)
    check_again(tx, bulk)
    tx.jobs.done(job)


def too_many(tx: Transaction, job: LeasedJob, rows: Sequence[NumberedRow], old: OldRows) -> bool:
    """Whether the rows that come in addition are more than a bulk send can have."""
    added = sum(row.number > old.last for row in rows)
    return added + sum(tx.bulk_row_counts.by_state(_id(job), old.header_row).values()) > ROWS_LIMIT


def back_to_rows(tx: Transaction, job: LeasedJob, problem: str, number: int) -> None:
    """A file with corrections that cannot be used leaves everything as it was."""
    tx.bulk_sends.become(_id(job), BulkState.CHECKED, problem, number)
    tx.jobs.done(job)


def check_again(tx: Transaction, bulk: BulkSend) -> None:
    """A job checks every row, in a transaction that has locked the bulk send."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.bulk_sends.become(bulk.id, BulkState.CHECKING)
    tx.bulk_sends.count_checked(bulk.id, 0, bulk.total)
    of = {"bulk_id": str(bulk.id)}
    tx.jobs.add(tx.organization_id, [Job("check_bulk_rows", of)])


def correct(tx: Transaction, bulk_id: UUID, upload_id: UUID) -> None:
    """Have a file with corrected rows read. Raises BulkSendMovedOn, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    bulk_send.check_state(bulk, BulkState.CHECKED)
    tx.bulk_sends.become(bulk_id, BulkState.READING)
    bulk_sends.read_table(tx, bulk_id, upload_id, continued=True)


def choose_encoding(tx: Transaction, bulk_id: UUID, encoding: str) -> None:
    """Have the file read again in this encoding."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    bulk_send.check_state(bulk, BulkState.READ)
    if encoding in charset_detection.LEGACY:
        tx.bulk_sends.save_encoding(bulk_id, encoding)
        bulk_sends.read_table(tx, bulk_id, bulk.upload_id)


def _id(job: LeasedJob) -> UUID:
    return job.argument("bulk_id", UUID)
