"""Makes a file of the values of many envelopes."""

from actors.jobs.job import actor
from actors.retention.spreadsheet_file import write
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import field_value_export


@actor
def export_values(job: LeasedJob) -> None:
    export = field_value_export.open_export(job)
    if export is not None:
        field_value_export.finish(job, write(export.format, field_value_export.rows(job)))
