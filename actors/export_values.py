"""Makes a file of the values of many envelopes."""

from actors.job import actor
from actors.value_file import write
from tenants.use_cases import exporting_values
from tenants.use_cases.leasing import LeasedJob


@actor
def export_values(job: LeasedJob) -> None:
    export = exporting_values.open_export(job)
    if export is not None:
        exporting_values.finish(job, write(export.format, exporting_values.rows(job)))
