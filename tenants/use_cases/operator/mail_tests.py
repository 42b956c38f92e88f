"""A mail or an SMS that an operator sends to see what the server says to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.events.event import AdminEvent
from core.jobs.job import Job
from core.operator.events import MailTested, SmsTested
from core.refusals import NotFound
from tenants import email_addresses, phone_numbers
from tenants.store.operator.mail_tests import MailTest
from tenants.transaction import Transaction

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MailTestAnswer:
    step: str
    delivered: bool
    code: int
    text: str


def begin(tx: Transaction, test_id: UUID, address: str, now: datetime) -> None:
    """A worker sends the mail. Raises Invalid(email=...)."""
    address = email_addresses.check(address)
    _begin(tx, test_id, "mail", address, MailTested(address=address), now)


def begin_sms(tx: Transaction, test_id: UUID, typed: str, now: datetime) -> None:
    """A worker sends the SMS. Raises Invalid(phone=...)."""
    phone = phone_numbers.parse(typed)
    _begin(tx, test_id, "sms", phone, SmsTested(phone=phone), now)


def result(tx: Transaction, test_id: UUID) -> MailTest:
    """For operators, and for the job that sends it. Raises NotFound."""
    return tx.mail_tests.get(test_id)


def answered(tx: Transaction, test_id: UUID, answer: MailTestAnswer, now: datetime) -> None:
    """Raises NotFound."""
    if not tx.mail_tests.answer(
        test_id, answer.step, answer.delivered, answer.code, answer.text, now
    ):
        raise NotFound


def _begin(
    tx: Transaction, test_id: UUID, channel: str, address: str, event: AdminEvent, now: datetime
) -> None:
    operator = tx.operator
    tx.mail_tests.forget_before(now - KEPT)
    if tx.mail_tests.add(test_id, channel, address, now):
        tx.jobs.add(tx.organization_id, [Job(f"try_{channel}", {"test_id": str(test_id)})])
        tx.record_admin((event,), operator.actor, now)
