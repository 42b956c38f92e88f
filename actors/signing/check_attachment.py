"""Looks at a file that a recipient attached: what does not open, or is infected, is not kept."""

from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_files import attached_file
from actors.scanning import clamav
from core.documents.refusals import TooLargeToScan
from core.refusals import NotFound
from core.signing.refusals import AttachmentInfected, AttachmentTooLarge, UnusableAttachment
from tenants.leased_job import LeasedJob
from tenants.use_cases.signing import attachments

SECONDS = 25


@actor
def check_attachment(job: LeasedJob) -> None:
    with job.transaction() as tx:
        upload = attachments.to_check(tx, job)
        if upload is None:
            tx.jobs.done(job)
            return
    try:
        data = job.organization.get(attachments.place(upload.envelope_id, upload.file.id))
        clamav.check(job.organization.installation.settings.clamav_url, data)
        sandbox.run(attached_file.check, data, seconds=SECONDS)
    except clamav.InfectedFile:
        _refuse(job, AttachmentInfected())
    except TooLargeToScan:
        _refuse(job, AttachmentTooLarge())
    except (UnusableAttachment, sandbox.ChildKilled, NotFound):
        _refuse(job, UnusableAttachment())
    else:
        keep(job)


def keep(job: LeasedJob) -> None:
    with job.transaction() as tx:
        attachments.keep(tx, job, job.now())


def _refuse(job: LeasedJob, problem: UnusableAttachment) -> None:
    with job.transaction() as tx:
        attachments.refuse(tx, job, problem)
