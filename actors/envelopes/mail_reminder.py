"""Reminds a recipient, at most once: a second reminder would be worse than none."""

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from actors.jobs.job import actor
from tenants.use_cases.envelopes import correcting, envelope_mail, reminding
from tenants.use_cases.jobs import leasing
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def mail_reminder(job: LeasedJob) -> None:
    letter = envelope_mail.load(job)
    if not (envelope_mail.still_meant(job, letter) and letter.asks and envelope_mail.wanted(job)):
        leasing.done(job)
        return
    settings = job.organization.installation.settings
    try:
        # Done right before it is handed over: a worker that dies then sends nothing, rather than
        # twice. Up to there it may be tried as often as it takes.
        mail.send(letter, "reminder", settings, before=lambda: leasing.done(job))
    except mail.HalfSent:
        reminding.lost(job, job.now())
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        correcting.bounced(job, refused.code, job.now())
