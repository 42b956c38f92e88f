"""Takes an uploaded file in: the canonical version, or why there is none."""

from dataclasses import asdict

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.intake import intake
from core.documents.refusals import UnusableFile
from tenants.use_cases.documents import document_intake
from tenants.use_cases.jobs.leasing import LeasedJob

SECONDS = 110
"""For 2,000 pages of dense text: both engines look at every page."""


@actor
def intake_document(job: LeasedJob) -> None:
    data, password = document_intake.original(job)
    try:
        accepted = heavy_work.attempt_untrusted(job, intake.accept, data, password, seconds=SECONDS)
    except UnusableFile as refusal:
        document_intake.reject(job, refusal.code, job.now())
        return
    notes = accepted.notes + (("fields_found",) if accepted.fields else ())
    taken = document_intake.TakenIn(
        accepted.canonical, accepted.pages, notes, [asdict(f) for f in accepted.fields]
    )
    document_intake.accept(job, taken, job.now())
