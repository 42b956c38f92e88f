"""What people were mailed about their accounts, read as the actor reads it."""

from typing import Any

from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Organization
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import AccountLetter
from tests.tenants.opening import run_job


def letters(organization: Organization) -> list[AccountLetter]:
    """Those not sent yet, the oldest first; they count as sent afterwards."""
    with organization.transaction(SYSTEM) as tx:
        rows: list[dict[str, Any]] = tx.rows.all(
            "select id from outbox where kind = 'mail_account' and state = 'open'"
            " and lease_until is null order by id"
        )
    found = []
    for row in rows:
        job = leased_job.lease(organization, row["id"])
        assert job is not None
        found.append(run_job(job, account_mail.load))
        run_job(job, account_mail.sent)
    return found


def letters_to(organization: Organization, address: str) -> list[AccountLetter]:
    return [letter for letter in letters(organization) if letter.to[1] == address]
