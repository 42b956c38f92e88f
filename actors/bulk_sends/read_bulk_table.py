"""Reads the table of a bulk send, or its corrected rows, in the sandbox."""

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_tables import table_reading
from core.bulk_sends.uploaded_table import UploadedTable
from core.documents.refusals import FileMissing
from core.text.csv_table import NumberedRow
from tenants.leased_job import LeasedJob
from tenants.use_cases.bulk_sends import table_intake

SECONDS = 60
LOOKS = 3


@actor
def read_bulk_table(job: LeasedJob) -> None:
    with job.transaction() as tx:
        bulk = table_intake.begin(tx, job)
    if bulk is None:
        return
    continued = job.argument("continued", int) == 1
    table = _table(job, bulk.encoding)
    if continued:
        _correct(job, table)
    elif table.problem:
        with job.transaction() as tx:
            table_intake.refuse(tx, job, table.problem, table.number)
    else:
        _keep(job, table.rows, fresh=True)
        with job.transaction() as tx:
            table_intake.finish(tx, job, table)


def _table(job: LeasedJob, encoding: str) -> UploadedTable:
    try:
        data = table_intake.file(job.organization, job)
    except FileMissing:
        if job.tries < LOOKS:  # its disk may come back
            raise
        return UploadedTable(problem="gone")
    return _read(data, encoding)


def _read(data: bytes, encoding: str) -> UploadedTable:
    try:
        return sandbox.run(table_reading.read, data, encoding, seconds=SECONDS)
    except sandbox.ChildKilled:
        return UploadedTable(problem="too_complex")


def _correct(job: LeasedJob, table: UploadedTable) -> None:
    with job.transaction() as tx:
        old = table_intake.old_rows(tx, job)
        rows = () if table.problem else table_intake.corrected(table, old)
        problem, number = table.problem, table.number
        if rows is None:
            problem = "other_columns"
        elif table_intake.too_many(tx, job, rows, old):
            problem, number = "too_many_rows", len(rows)
        if problem:
            table_intake.back_to_rows(tx, job, problem, number)
            return
    _keep(job, rows or (), fresh=False)
    with job.transaction() as tx:
        table_intake.finish_corrections(tx, job)


def _keep(job: LeasedJob, rows: tuple[NumberedRow, ...], fresh: bool) -> None:
    """In chunks; after a death all of it once more."""
    for start in range(0, len(rows), table_intake.CHUNK):
        with job.transaction() as tx:
            chunk = rows[start : start + table_intake.CHUNK]
            table_intake.keep(tx, job, chunk, first=fresh and start == 0)
