"""Mails the code by which a recipient proves that the mailbox is theirs."""

from dataclasses import replace

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.envelopes.delivery import delivery_reports
from tenants.use_cases.signing import identity_proofs


@actor
def send_email_code(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job)
        code = identity_proofs.code_to_send(tx, job, job.now())
    if not code:
        job.done()
        return
    try:
        settings = job.organization.installation.settings
        mail.send(replace(letter, code=code), "proof_code", settings)
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        with job.transaction() as tx:
            delivery_reports.bounced(tx, job, refused.code, job.now())
    else:
        job.done()
