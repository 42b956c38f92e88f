"""A mail or an SMS that an operator sends to see what the server says to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.events.event import AdminEvent
from core.jobs.job import Job
from core.operator.events import MailTested, SmsTested
from core.refusals import NotFound
from tenants import email_addresses, phone_numbers
from tenants.leased_job import LeasedJob
from tenants.operator import Operator

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MailTest:
    """
    What came of it. `step` is where it ended, `code` and `answer` what the server said there.

    `delivered` is None until the server has answered.
    """

    id: UUID
    channel: str  # mail or sms
    address: str
    step: str
    delivered: bool | None
    code: int
    answer: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    step: str
    delivered: bool
    code: int
    text: str


def begin(operator: Operator, test_id: UUID, address: str, now: datetime) -> None:
    """A worker sends the mail. Raises Invalid(email=...)."""
    address = email_addresses.check(address)
    _begin(operator, test_id, "mail", address, MailTested(address=address), now)


def begin_sms(operator: Operator, test_id: UUID, typed: str, now: datetime) -> None:
    """A worker sends the SMS. Raises Invalid(phone=...)."""
    phone = phone_numbers.parse(typed)
    _begin(operator, test_id, "sms", phone, SmsTested(phone=phone), now)


def result(operator: Operator, test_id: UUID) -> MailTest:
    """Raises NotFound."""
    with operator.transaction() as tx:
        row = tx.one(
            "select id, channel, address, step, delivered, code, answer, asked_at, answered_at"
            " from mail_tests where id = %s",
            test_id,
        )
    sealed = row.pop("address")
    key = operator.installation.platform.key
    return MailTest(address=key.decrypt(sealed, f"mail test:{test_id}").decode(), **row)


def load(job: LeasedJob) -> str:
    """Where it goes to. Raises NotFound."""
    test_id = job.said("test_id", UUID)
    with job.organization.transaction() as tx:
        row = tx.one("select address from mail_tests where id = %s", test_id)
    return job.organization.key.decrypt(row["address"], f"mail test:{test_id}").decode()


def answered(job: LeasedJob, answer: Answer, now: datetime) -> None:
    with job.organization.transaction() as tx:
        tx.jobs.done(job)
        changed = tx.run(
            "update mail_tests set step = %s, delivered = %s, code = %s, answer = %s,"
            " answered_at = %s where id = %s",
            *(answer.step, answer.delivered, answer.code, answer.text[:500], now),
            job.said("test_id", UUID),
        )
        if not changed:
            raise NotFound


def _begin(
    operator: Operator, test_id: UUID, channel: str, address: str, event: AdminEvent, now: datetime
) -> None:
    sealed = operator.installation.platform.key.encrypt(address.encode(), f"mail test:{test_id}")
    with operator.transaction() as tx:
        tx.run("delete from mail_tests where asked_at < %s", now - KEPT)
        made = tx.run(
            "insert into mail_tests (organization_id, id, channel, address, asked_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, test_id, channel, sealed, now),
        )
        if made:
            tx.jobs.add(tx.organization_id, [Job(f"try_{channel}", {"test_id": str(test_id)})])
            tx.log(event, now=now)
