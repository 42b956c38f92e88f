"""Makes a file of the values of many envelopes."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from actors.jobs.job import actor
from actors.retention.spreadsheet_file import write
from core.retention.value_export import lines
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import field_value_export


@actor
def export_values(job: LeasedJob) -> None:
    with job.transaction() as tx:
        export = field_value_export.begin(tx, job)
    if export is None:
        return
    data = write(export.format, _lines(job))
    keep(job, data)


def keep(job: LeasedJob, data: bytes) -> None:
    """Store the file under a name of this attempt's own, then say so. Raises LostLease."""
    job.organization.put(field_value_export.file_name(job), data)
    with job.transaction() as tx:
        field_value_export.finish(tx, job, len(data))


def _lines(job: LeasedJob) -> Iterator[tuple[str, ...]]:
    """Of the table, some envelopes at a time, each time in a transaction of its own."""
    after: tuple[datetime, UUID] | None = None
    done = 0
    while True:
        with job.transaction() as tx:
            page = field_value_export.page(tx, job, after, done)
        for envelope, values in page.envelopes:
            yield from lines(envelope, values)
        after, done = page.after, done + len(page.envelopes)
        if len(page.envelopes) < field_value_export.AT_ONCE:
            return
