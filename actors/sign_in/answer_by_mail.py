"""Mails the owner of an address that a visitor asked about, if there is an account."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.sign_in import account_inquiries


@actor
def answer_by_mail(job: LeasedJob) -> None:
    with job.transaction() as tx:
        account_inquiries.answer(tx, job)
