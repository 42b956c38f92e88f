"""Answers by mail what anybody may ask about an address, so that asking tells nothing."""

import base64
import json
from datetime import timedelta

from core.jobs.job import Job
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import PLATFORM, Installation, Organization, email_hash
from tenants.leased_job import LeasedJob
from tenants.store.sign_in.accounts import Accounts, Person
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

CONTEXT = "address asked about"
PASSWORD_RESET, LOCKED_OUT = "password_reset", "locked_out"
RESET_LIFE = timedelta(hours=1)


def ask(installation: Installation, kind: str, email: str) -> None:
    """
    Leave a question about an address; it costs the same whether somebody has it or not.

    `kind` is PASSWORD_RESET or LOCKED_OUT, and the mail of that name.
    """
    platform = installation.platform
    sealed = platform.key.encrypt(json.dumps([kind, email[:320]]).encode(), CONTEXT)
    job = Job("answer_by_mail", {"sealed": base64.b64encode(sealed).decode()})
    with platform.transaction() as tx:
        tx.jobs.add(PLATFORM, [job])


def answer(job: LeasedJob) -> None:
    """Write to whoever has the address, if anybody has; forget which address it was."""
    organization = job.organization
    sealed = job.argument("sealed", base64.b64decode)
    kind, email = json.loads(organization.key.decrypt(sealed, CONTEXT))
    token = new_token()
    with organization.transaction() as tx:
        person = Accounts(tx.rows.connection).at(email_hash(email))
    letter = _letter(organization, kind, person, token) if person else None
    with organization.transaction() as tx:
        if person and letter:
            if kind == PASSWORD_RESET:
                Accounts(tx.rows.connection).issue_password_reset(
                    link.digest(token), person.person_id, RESET_LIFE
                )
            tx.jobs.add(tx.organization_id, [letter])
        tx.jobs.done(job)
        tx.jobs.forget_arguments(job.id)


def _letter(organization: Organization, kind: str, person: Person, token: str) -> Job:
    place = f"/password-reset/{token}" if kind == PASSWORD_RESET else "/password-reset"
    return account_mail.letter(organization, Words(kind, person.name, person.email, link=place))
