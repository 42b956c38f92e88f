"""Reminds a recipient, at most once: a second reminder would be worse than none."""

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import correcting, envelope_mail, reminding


@actor
def mail_reminder(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter, wanted = envelope_mail.load(tx, job), envelope_mail.is_wanted(tx, job)
    if not (envelope_mail.is_current(job, letter) and letter.asks and wanted):
        job.done()
        return
    settings = job.organization.installation.settings
    try:
        # Done right before it is handed over: a worker that dies then sends nothing, rather than
        # twice. Up to there it may be tried as often as it takes.
        mail.send(letter, "reminder", settings, before=job.done)
    except mail.HandoverFailed:
        with job.transaction() as tx:
            reminding.lost(tx, job, job.now())
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        with job.transaction() as tx:
            correcting.bounced(tx, job, refused.code, job.now())
