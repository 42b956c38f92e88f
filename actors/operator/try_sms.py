"""Sends a test SMS and keeps what the gateway answered."""

from uuid import UUID

from actors.delivery import sms
from actors.jobs.job import actor
from core.settings.settings import Settings
from core.text.printable import cleaned, is_prose
from tenants.leased_job import LeasedJob
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.operator.mail_tests import MailTestAnswer

TEXT = "This is a test of your Countersign. Nobody has to answer it."
REFUSED_LOGIN = (401, 403)


@actor
def try_sms(job: LeasedJob) -> None:
    """Once: whatever the gateway says is the result, and it is not asked again."""
    test_id = job.argument("test_id", UUID)
    with job.transaction() as tx:
        phone = mail_tests.result(tx, test_id).address
    answer = send(job.organization.installation.settings, phone, f"{job.id}")
    with job.transaction() as tx:
        tx.jobs.done(job)
        mail_tests.answered(tx, test_id, answer, job.now())


def send(settings: Settings, phone: str, number: str) -> MailTestAnswer:
    """What the gateway said, and at which step."""
    try:
        said = sms.send(settings, phone, TEXT, number)
    except sms.GatewayAway as away:
        return MailTestAnswer("connect", False, 0, str(away))
    step = "login" if said.code in REFUSED_LOGIN else "message"
    return MailTestAnswer(step, said.taken, said.code, _printable(said.text))


def _printable(text: str) -> str:
    return cleaned("".join(c if is_prose(c) else " " for c in text))
