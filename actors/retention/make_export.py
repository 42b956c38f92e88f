"""Writes the next part of the file that holds everything an organization has."""

import time
from datetime import datetime

from actors.jobs.job import actor
from tenants.files.resumable_zip import ZipEntry, ZipParts
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import export_steps
from tenants.use_cases.retention.export_place import ExportPlace

SECONDS = 20


@actor
def make_export(job: LeasedJob) -> None:
    make_step(job, job.now())


def make_step(job: LeasedJob, now: datetime) -> None:
    """
    Write some megabytes, for some seconds at most; the step that comes to the end writes what
    the ZIP is listed by. Killed in between, the step is done again from its start.
    """
    with job.transaction() as tx:
        begun = export_steps.begin(tx, job)
    if begun is None:
        return
    place, progress = begun
    parts, entries = ZipParts(place.size, now), list[ZipEntry]()
    place = _write(job, place, parts, entries)
    letter = None
    if place.section == "end":
        with job.transaction() as tx:
            earlier = export_steps.listed(tx, job)
        data = export_steps.end(parts, earlier, entries, bool(place.address))
        letter = export_steps.letter(job, progress)
    else:
        data = parts.pause()
    objects = export_steps.store(job, data)
    with job.transaction() as tx:
        export_steps.keep(tx, job, place, len(data), objects, entries, letter, now)


def _write(
    job: LeasedJob, place: ExportPlace, parts: ZipParts, entries: list[ZipEntry]
) -> ExportPlace:
    """Add files until the part is full or the time is over; where the export stands then."""
    until = time.monotonic() + SECONDS
    while place.section != "end" and parts.waiting < export_steps.PART and time.monotonic() < until:
        with job.transaction() as tx:
            found = export_steps.read(tx, place)
        for file in export_steps.files(job.organization, place, found):
            if file.name:
                entries.append(parts.add(file.name, file.data, file.method))
            place = file.reached
            if parts.waiting >= export_steps.PART or time.monotonic() >= until:
                break
    return place
