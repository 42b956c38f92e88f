"""What the platform was asked and owes by mail, done as a worker does it."""

from tenants.installation import Installation
from tenants.use_cases import account_mailing, answering, leasing
from tenants.use_cases.account_mailing import AccountLetter


def letters(installation: Installation) -> list[AccountLetter]:
    """Those that wait; they are sent then."""
    found = []
    for kind in ("answer_by_mail", "mail_account"):
        with installation.platform.transaction() as tx:
            rows = tx.all(
                "select id from outbox where state = 'open' and kind = %s order by id", kind
            )
        for row in rows:
            job = leasing.lease(installation.platform, row["id"])
            assert job is not None
            if kind == "answer_by_mail":
                answering.answer(job)
            else:
                found.append(account_mailing.load(job))
                account_mailing.sent(job)
    return found
