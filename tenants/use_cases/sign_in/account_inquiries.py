"""Answers by mail what anyone may ask about an address, so that asking tells nothing."""

import base64
import json
from datetime import timedelta
from uuid import UUID

from core.jobs.job import Job
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import email_hash
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import KeyHolder, Words

CONTEXT = "address asked about"
PASSWORD_RESET, LOCKED_OUT = "password_reset", "locked_out"
SECOND_STEP_FAILED = "second_step_failed"
RESET_LIFE = timedelta(hours=1)


def question(platform: KeyHolder, kind: str, whom: str) -> Job:
    """
    The job that answers it. Making it takes the same time with and without an account.

    `kind` is the mail of that name. `whom` is an address, for SECOND_STEP_FAILED a person's id.
    """
    sealed = platform.key.encrypt(json.dumps([kind, whom[:320]]).encode(), CONTEXT)
    return Job("answer_by_mail", {"sealed": base64.b64encode(sealed).decode()})


def answer(tx: Transaction, job: LeasedJob) -> None:
    """Mail the owner of the address, if it has an account; erase which address it was."""
    sealed = job.argument("sealed", base64.b64decode)
    kind, whom = json.loads(tx.rows.key.decrypt(sealed, CONTEXT))
    if kind == SECOND_STEP_FAILED:
        person = tx.accounts.person(UUID(whom))
    else:
        person = tx.accounts.at(email_hash(whom))
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
