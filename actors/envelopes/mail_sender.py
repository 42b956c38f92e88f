"""Tells the sender how an envelope has ended."""

from actors.delivery import mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail


@actor
def mail_sender(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job) if envelope_mail.is_wanted(tx, job) else None
    if letter and not letter.repeats:
        mail.send(letter, "sender", job.organization.installation.settings)
    job.done()
