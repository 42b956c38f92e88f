"""Sends a test SMS and keeps what the gateway answered."""

from actors.delivery import sms
from actors.jobs.job import actor
from core.settings.settings import Settings
from core.text.printable import is_prose, tidy
from tenants.leased_job import LeasedJob
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.operator.mail_tests import Answer

TEXT = "This is a test of your Countersign. Nobody has to answer it."
REFUSED_LOGIN = (401, 403)


@actor
def try_sms(job: LeasedJob) -> None:
    """Once: whatever the gateway says is the result, and it is not asked again."""
    phone = mail_tests.load(job)
    answer = send(job.organization.installation.settings, phone, f"{job.id}")
    mail_tests.answered(job, answer, job.now())


def send(settings: Settings, phone: str, number: str) -> Answer:
    """What the gateway said, and at which step."""
    try:
        said = sms.send(settings, phone, TEXT, number)
    except sms.GatewayAway as away:
        return Answer("connect", False, 0, str(away))
    step = "login" if said.code in REFUSED_LOGIN else "message"
    return Answer(step, said.taken, said.code, _printable(said.text))


def _printable(text: str) -> str:
    return tidy("".join(c if is_prose(c) else " " for c in text))
