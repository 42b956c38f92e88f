"""What the platform was asked and owes by mail, done as a worker does it."""

from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Installation
from tenants.use_cases.sign_in import account_inquiries, account_mail
from tenants.use_cases.sign_in.account_mail import AccountLetter
from tests.tenants.opening import run_job


def letters(installation: Installation) -> list[AccountLetter]:
    """Those that wait; they are sent then."""
    found = []
    for kind in ("answer_by_mail", "mail_account"):
        with installation.platform.transaction(SYSTEM) as tx:
            rows = tx.rows.all(
                "select id from outbox where state = 'open' and kind = %s order by id", kind
            )
        for row in rows:
            job = leased_job.lease(installation.platform, row["id"])
            assert job is not None
            if kind == "answer_by_mail":
                run_job(job, account_inquiries.answer)
            else:
                found.append(run_job(job, account_mail.load))
                run_job(job, account_mail.sent)
    return found
