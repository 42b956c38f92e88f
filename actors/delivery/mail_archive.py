"""Mails a completed envelope to one of the addresses that get a copy without being recipients."""

from dataclasses import replace

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes.delivery import archive_mail
from tenants.use_cases.evidence import sealed_files

LARGEST = 15_000_000  # bytes of all files together: most mail servers take 25 MB of base64


@actor
def mail_archive(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = archive_mail.load(tx, job)
        found = archive_mail.files(tx, job, job.now()) if letter else []
    if letter is None:
        job.done()
        return
    files = [sealed_files.read(job.organization, file) for file in found]
    attached = sum(len(file.data) for file in files) <= LARGEST
    if attached:
        letter = replace(letter, files=tuple(files))
    try:
        mail.send(letter, "archive", job.organization.installation.settings)
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
    job.done()
