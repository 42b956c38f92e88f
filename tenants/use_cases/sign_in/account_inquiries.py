"""Answers by mail what anybody may ask about an address, so that asking tells nothing."""

import base64
import json
from datetime import timedelta

from core.jobs.job import Job
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import email_hash
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

CONTEXT = "address asked about"
PASSWORD_RESET, LOCKED_OUT = "password_reset", "locked_out"
RESET_LIFE = timedelta(hours=1)


def ask(tx: Transaction, kind: str, email: str) -> None:
    """
    Leave a question about an address; it costs the same whether somebody has it or not.

    In the platform. `kind` is PASSWORD_RESET or LOCKED_OUT, and the mail of that name.
    """
    sealed = tx.rows.key.encrypt(json.dumps([kind, email[:320]]).encode(), CONTEXT)
    job = Job("answer_by_mail", {"sealed": base64.b64encode(sealed).decode()})
    tx.jobs.add(tx.organization_id, [job])


def answer(tx: Transaction, job: LeasedJob) -> None:
    """Write to whoever has the address, if anybody has; forget which address it was."""
    sealed = job.argument("sealed", base64.b64decode)
    kind, email = json.loads(tx.rows.key.decrypt(sealed, CONTEXT))
    person = tx.accounts.at(email_hash(email))
    if person:
        place = "/password-reset"
        if kind == PASSWORD_RESET:
            token = new_token()
            tx.accounts.issue_password_reset(link.digest(token), person.person_id, RESET_LIFE)
            place = f"/password-reset/{token}"
        words = Words(kind, person.name, person.email, link=place)
        tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])
    tx.jobs.done(job)
    tx.jobs.forget_arguments(job.id)
