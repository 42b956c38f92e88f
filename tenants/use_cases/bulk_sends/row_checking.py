"""All rows are checked before the first envelope is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.access import Permission
from core.bulk_sends import bulk_send, column_mapping
from core.bulk_sends.bulk_send import BulkSend, BulkState, RowState
from core.bulk_sends.column_mapping import ColumnMapping
from core.bulk_sends.filled_row import FilledRow, RowFilling
from core.refusals import Invalid, sentence
from core.text.charset_detection import EncodingGuess
from tenants.leased_job import LeasedJob
from tenants.store.bulk_sends.bulk_send_rows import BulkRow, CheckedRow
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, table_intake, template_source
from tenants.use_cases.bulk_sends.template_source import RowTargets

CHUNK = 250


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The page on which columns are matched. `cells` are those of the row shown."""

    bulk: BulkSend
    known: RowTargets
    headings: tuple[str, ...]
    row: BulkRow | None
    filled: FilledRow | None
    readings: tuple[EncodingGuess, ...] = ()


@dataclass(slots=True)
class RowChecker:
    """Checks row after row, and remembers for whom the earlier ones are."""

    bulk: BulkSend
    filling: RowFilling
    people: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)

    def check(self, row: BulkRow) -> CheckedRow:
        filled = self.filling.fill(row.cells)
        first = self.people.setdefault(filled.people, row.number)
        repeats = first if first != row.number and not filled.problems else None
        state = RowState.WRONG if filled.problems else RowState.READY
        return CheckedRow(row.number, state, filled.problems, repeats)


def choice(tx: Transaction, bulk_id: UUID, place: int) -> ColumnChoice:
    """The row at `place`, from 0, as the envelope it would become. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.get(tx, bulk_id)
    known, headings = template_source.targets(tx, bulk), headings_of(tx, bulk)
    row = tx.bulk_send_rows.at(bulk_id, place, bulk.header_row)
    cells = row.cells if row else ()
    filled = known.filling(bulk.mapping, headings).fill(cells) if cells else None
    return ColumnChoice(bulk, known, headings, row, filled, tx.bulk_sends.readings(bulk_id))


def choose(tx: Transaction, bulk_id: UUID, mapping: ColumnMapping) -> BulkSend:
    """
    Keep which column is which, complete or not. The bulk send as it was.

    Raises BulkSendMovedOn, NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    bulk_send.check_state(bulk, BulkState.READ, BulkState.CHECKED)
    first, _ = tx.bulk_row_counts.ends(bulk_id)
    header_row = first if mapping.header else 0
    tx.bulk_sends.save_mapping(bulk_id, mapping, header_row)
    total = sum(tx.bulk_row_counts.by_state(bulk_id, header_row).values())
    tx.bulk_sends.count_checked(bulk_id, 0, total)
    tx.bulk_sends.become(bulk_id, BulkState.READ)
    return bulk


def begin_checks(tx: Transaction, bulk_id: UUID) -> None:
    """A job checks every row. Raises Invalid while a column is missing, BulkSendMovedOn."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    bulk_send.check_state(bulk, BulkState.READ)
    if not bulk.certain:
        raise Invalid(encoding=sentence("Choose the line in which the names look right."))
    known = template_source.targets(tx, bulk)
    checked = column_mapping.check(bulk.mapping, known.targets, headings_of(tx, bulk))
    tx.bulk_sends.save_mapping(bulk_id, checked, bulk.header_row)
    tx.bulk_sends.forget_readings(bulk_id)
    table_intake.check_again(tx, bulk)


def checker(tx: Transaction, job: LeasedJob) -> RowChecker | None:
    """For the job; None when nothing is to be checked any more, which is then the job."""
    bulk = tx.bulk_sends.get(job.argument("bulk_id", UUID))
    if bulk.state is not BulkState.CHECKING:
        tx.jobs.done(job)
        return None
    known = template_source.targets(tx, bulk)
    return RowChecker(bulk, known.filling(bulk.mapping, headings_of(tx, bulk)))


def check_some(tx: Transaction, checker: RowChecker, after: int, done: int) -> Sequence[BulkRow]:
    """The next rows; none when all are checked."""
    rows = tx.bulk_send_rows.page(checker.bulk.id, list(RowState), after, CHUNK)
    tx.bulk_send_rows.note_checks(checker.bulk.id, [checker.check(row) for row in rows])
    tx.bulk_sends.count_checked(checker.bulk.id, done + len(rows), checker.bulk.total)
    return rows


def finish(tx: Transaction, job: LeasedJob, checker: RowChecker, done: int) -> None:
    bulk = tx.bulk_sends.get(checker.bulk.id, lock=True)
    if bulk.state is BulkState.CHECKING:
        tx.bulk_sends.count_checked(bulk.id, done, done)
        tx.bulk_sends.become(bulk.id, BulkState.CHECKED)
    tx.jobs.done(job)


def headings_of(tx: Transaction, bulk: BulkSend) -> tuple[str, ...]:
    """What the columns of its table are called."""
    tx.require(Permission.READ_ENVELOPES)
    first = tx.bulk_send_rows.at(bulk.id, 0, 0)
    return column_mapping.named(first.cells if first else (), bulk.mapping.header)
