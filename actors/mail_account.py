"""Mails somebody about their account: an invitation, a new password, a changed factor."""

from actors import mail
from actors.job import actor
from tenants.use_cases import account_mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_account(job: LeasedJob) -> None:
    letter = account_mailing.load(job)
    mail.send(letter, f"account/{letter.words.kind}", job.organization.installation.settings)
    account_mailing.sent(job)
