"""Sends a test mail, step by step, and keeps what the mail server answered."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from uuid import UUID

from actors.delivery import mail_server
from actors.delivery.undeliverable import Undeliverable
from actors.jobs.job import actor
from core.settings.settings import Settings
from tenants.leased_job import LeasedJob
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.operator.mail_tests import MailTestAnswer

SUBJECT = "Test mail of your Countersign"
TEXT = """\
This is a test mail. An operator of Countersign sent it to see whether mail arrives.

If you read this, it does. No one has to answer it.
"""


class _Refused(Exception):
    """The server said no at a step."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__(code)
        self.code, self.text = code, text.decode(errors="replace")


@actor
def try_mail(job: LeasedJob) -> None:
    """Once: whatever the server says is the result, and it is not asked again."""
    test_id = job.argument("test_id", UUID)
    with job.transaction() as tx:
        address = mail_tests.result(tx, test_id).address
    answer = send(address, job.organization.installation.settings, f"{job.id}")
    with job.transaction() as tx:
        tx.jobs.done(job)
        mail_tests.answered(tx, test_id, answer, job.now())


def send(address: str, settings: Settings, number: str) -> MailTestAnswer:
    """What the server said to the step at which it ended. The same number is the same mail."""
    steps = _Steps()
    try:
        with _quitting(mail_server.connect(settings.smtp_url)) as server:
            code, text = steps.talk(server, _message(address, settings.mail_from, number))
    except _Refused as refused:
        return MailTestAnswer(steps.at, False, refused.code, refused.text)
    except smtplib.SMTPAuthenticationError as error:
        return MailTestAnswer("login", False, error.smtp_code, _words(error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return MailTestAnswer(steps.at, False, error.smtp_code, _words(error.smtp_error))
    except Undeliverable as error:
        return MailTestAnswer("encrypt", False, 0, str(error))
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        return MailTestAnswer(steps.at, False, 0, f"{type(error).__name__}: {error}")
    return MailTestAnswer("message", True, code, text)


class _Steps:
    """Where a conversation with a mail server is."""

    def __init__(self) -> None:
        self.at = "connect"

    def talk(self, server: smtplib.SMTP, message: EmailMessage) -> tuple[int, str]:
        server.ehlo_or_helo_if_needed()
        self.at = "sender"
        _expect(server.mail(parseaddr(message["From"])[1]))
        self.at = "recipient"
        _expect(server.rcpt(message["To"]))
        self.at = "message"
        code, text = _expect(server.data(message.as_bytes()))
        return code, text.decode(errors="replace")


def _expect(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    if answer[0] >= 400:
        raise _Refused(*answer)
    return answer


def _message(address: str, mail_from: str, number: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = f"<{number}@{mail_from.rpartition('@')[2].rstrip('>')}>"
    message["Date"] = datetime.now(UTC)
    message["Subject"] = SUBJECT
    message["From"] = formataddr(parseaddr(mail_from))
    message["To"] = address
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEXT)
    return message


def _words(error: bytes | str) -> str:
    return error.decode(errors="replace") if isinstance(error, bytes) else error


@contextmanager
def _quitting(server: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    try:
        yield server
    finally:
        server.close()
