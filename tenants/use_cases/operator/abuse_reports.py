"""What recipients report about senders, and what operators make of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.addresses import client_address
from core.operator import moderation
from core.operator.events import AbuseReportNoted
from core.refusals import NotFound
from core.sign_in.refusals import TooManyAttempts
from tenants.ceremony import Ceremony
from tenants.operator import Operator
from tenants.use_cases.operator.managed_organizations import Place

PERIOD = timedelta(hours=1)
REPORTS_PER_ADDRESS = 10
PAGE = 50


@dataclass(frozen=True, slots=True)
class AbuseReport:
    """`address` is the reporter's, when they want to be written to."""

    organization_id: UUID
    recipient_id: UUID
    envelope_id: UUID
    reason: str
    words: str
    address: str
    status: str
    note: str
    reported_at: datetime
    organization_name: str
    suspended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reports:
    rows: tuple[AbuseReport, ...]
    more: bool


def reported(ceremony: Ceremony) -> bool:
    """Whether this recipient has reported the sender already."""
    with ceremony.organization.transaction() as tx:
        row = tx.one("select has_reported_abuse(%s) as yes", ceremony.recipient_id)
    return bool(row["yes"])


def report(ceremony: Ceremony, reason: str, words: str, write_back: bool, network: str) -> None:
    """Once for each recipient; a second time changes nothing. Raises Invalid, TooManyAttempts."""
    chosen, words = moderation.report(reason, words)
    installation = ceremony.organization.installation
    key = installation.attempt_key("abuse report", client_address.network(network).encode())
    if installation.door.count_attempt(key, PERIOD) > REPORTS_PER_ADDRESS:
        raise TooManyAttempts
    with ceremony.organization.transaction() as tx:
        tx.one(
            "select report_abuse(%s, %s, %s, %s, %s)",
            *(ceremony.envelope.id, ceremony.recipient_id, chosen, words),
            ceremony.recipient.email if write_back else "",
        )


def reports(
    operator: Operator, status: str | None, organization_id: UUID | None, after: Place | None
) -> Reports:
    """The newest first."""
    place = (after.at, after.id) if after else (None, None)
    with operator.transaction() as tx:
        rows = tx.desk.all("abuse_reports_of", status, organization_id, *place, PAGE + 1)
    return Reports(tuple(AbuseReport(**row) for row in rows[:PAGE]), len(rows) > PAGE)


def open_reports(operator: Operator) -> int:
    with operator.transaction() as tx:
        return int(tx.desk.value("open_abuse_reports"))


def note(
    operator: Operator, report: tuple[UUID, UUID, UUID], status: str, words: str, now: datetime
) -> None:
    """`report`: organization, envelope, recipient. Raises Invalid, NotFound."""
    chosen, words = moderation.note(status, words)
    organization_id, envelope_id, recipient_id = report
    with operator.transaction() as tx:
        if not tx.desk.value("note_abuse_report", organization_id, recipient_id, chosen, words):
            raise NotFound
        event = AbuseReportNoted(
            organization_id=organization_id, envelope_id=envelope_id, status=chosen, note=words
        )
        tx.log(event, now=now)
