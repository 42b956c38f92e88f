"""Mail to one recipient of an envelope; an address that is refused for good is told the sender."""

from datetime import UTC, datetime

import structlog

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from tenants.use_cases.envelopes import correcting, envelope_mail
from tenants.use_cases.jobs import leasing
from tenants.use_cases.jobs.leasing import LeasedJob

log = structlog.get_logger()


def send(job: LeasedJob, kind: str) -> None:
    """Raises Undeliverable when another try may help."""
    letter = envelope_mail.load(job)
    if not envelope_mail.still_meant(job, letter) or (kind == "invitation" and not letter.asks):
        leasing.done(job)
        return
    try:
        mail.send(letter, kind, job.organization.installation.settings)
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        log.warning("refused for good", kind=job.kind, job=str(job.id), code=refused.code)
        correcting.bounced(job, refused.code, datetime.now(UTC))
    else:
        leasing.done(job)
