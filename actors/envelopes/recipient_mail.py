"""Mail to one recipient of an envelope; an address that is refused for good is told the sender."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import correcting, envelope_mail
from tenants.use_cases.evidence import sealed_files

log = structlog.get_logger()


def send(job: LeasedJob, kind: str) -> None:
    """Raises Undeliverable when another try may help."""
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job)
        found = envelope_mail.copies(tx, letter, datetime.now(UTC)) if kind == "completion" else ()
    if not envelope_mail.is_current(job, letter) or (kind == "invitation" and not letter.asks):
        job.done()
        return
    files = tuple(sealed_files.read(job.organization, each) for each in found)
    letter = replace(letter, files=files)
    try:
        mail.send(letter, kind, job.organization.installation.settings)
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        log.warning("refused for good", kind=job.kind, job=str(job.id), code=refused.code)
        with job.transaction() as tx:
            correcting.bounced(tx, job, refused.code, datetime.now(UTC))
    else:
        job.done()
