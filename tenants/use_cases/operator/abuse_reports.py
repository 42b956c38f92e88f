"""What recipients reported about senders, and what operators make of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.operator import moderation
from core.operator.events import AbuseReportNoted
from core.refusals import NotFound
from tenants.transaction import Transaction
from tenants.use_cases.operator import operator_log
from tenants.use_cases.operator.managed_organizations import OrganizationCursor

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


def reports(
    tx: Transaction,
    status: str | None,
    organization_id: UUID | None,
    after: OrganizationCursor | None,
) -> Reports:
    """The newest first."""
    place = (after.at, after.id) if after else (None, None)
    rows = tx.operator_functions.all("abuse_reports_of", status, organization_id, *place, PAGE + 1)
    return Reports(tuple(AbuseReport(**row) for row in rows[:PAGE]), len(rows) > PAGE)


def open_reports(tx: Transaction) -> int:
    return int(tx.operator_functions.value("open_abuse_reports"))


def note(
    tx: Transaction, report: tuple[UUID, UUID, UUID], status: str, words: str, now: datetime
) -> None:
    """`report`: organization, envelope, recipient. Raises Invalid, NotFound."""
    chosen, words = moderation.note(status, words)
    organization_id, envelope_id, recipient_id = report
    if not tx.operator_functions.value(
        "note_abuse_report", organization_id, recipient_id, chosen, words
    ):
        raise NotFound
    event = AbuseReportNoted(
        organization_id=organization_id, envelope_id=envelope_id, status=chosen, note=words
    )
    operator_log.record(tx, event, now=now)
