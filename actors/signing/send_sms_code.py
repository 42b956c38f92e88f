"""Sends the code by which a recipient proves that the phone is theirs."""

from dataclasses import replace

from actors.delivery import text_message, text_message_words
from actors.delivery.undeliverable import RecipientRefused
from actors.jobs.job import actor
from core.envelopes.delivery import texting
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.envelopes.delivery import texts
from tenants.use_cases.signing import identity_proofs


@actor
def send_sms_code(job: LeasedJob) -> None:
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job)
        code = identity_proofs.code_to_send(tx, job, job.now())
        recipient = letter.recipient
        phone = recipient.options.phone if recipient else ""
        if not code or not phone or recipient is None:
            tx.jobs.done(job)
            return
        if not texts.begin(tx, letter.envelope.id, recipient.id, phone):
            identity_proofs.undelivered(tx, job, texting.STOPPED, job.now())
            return
    settings = job.organization.installation.settings
    words = text_message_words.compose(replace(letter, code=code), "proof_code")
    try:
        text_message.send(settings, phone, words, str(job.id))
    except RecipientRefused as refused:
        with job.transaction() as tx:
            identity_proofs.undelivered(tx, job, refused.code, job.now())
    else:
        job.done()
