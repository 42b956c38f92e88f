"""Mails the sender that a recipient has opened or signed, if the sender wants to know."""

from actors.delivery import mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail


@actor
def mail_progress(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job) if envelope_mail.is_wanted(tx, job) else None
    if letter:
        mail.send(letter, "progress", job.organization.installation.settings)
    job.done()
