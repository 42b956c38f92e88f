"""Reads the mailbox of undeliverable mail, every minute, for all organizations."""

from datetime import UTC, datetime, timedelta

import structlog

from actors.delivery import report_mailbox
from actors.delivery.report_mailbox import MailboxAway
from actors.jobs.job import actor
from core.delivery.delivery_report import DeliveryReport
from core.jobs.job import Job
from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.openers import delivery_reports

EVERY = timedelta(minutes=1)
AGAIN = Job("read_reports")

log = structlog.get_logger()


@actor
def read_reports(job: LeasedJob) -> None:
    installation = job.organization.installation
    mailbox, more = installation.settings.bounce_mailbox, False

    def take(report: DeliveryReport) -> None:
        delivery_reports.take(installation, report, datetime.now(UTC))

    try:
        more = bool(mailbox) and report_mailbox.read(mailbox, take)
    except MailboxAway as away:
        log.warning("the mailbox of reports cannot be read", error=str(away))
    with job.transaction() as tx:
        tx.jobs.done(job)
        if mailbox:
            tx.jobs.make_sure(tx.organization_id, AGAIN, timedelta(0) if more else EVERY)


def make_sure(installation: Installation) -> None:
    """Where there is such a mailbox it is read, also after its job was given up."""
    if installation.settings.bounce_mailbox:
        with installation.platform.transaction(SYSTEM) as tx:
            tx.jobs.make_sure(tx.organization_id, AGAIN, EVERY)
