"""Mails a person about their account: an invitation, a new password, a changed factor."""

from actors.delivery import mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.sign_in import account_mail


@actor
def mail_account(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = account_mail.load(tx, job)
    mail.send(letter, f"account/{letter.words.kind}", job.organization.installation.settings)
    with job.transaction() as tx:
        account_mail.sent(tx, job)
