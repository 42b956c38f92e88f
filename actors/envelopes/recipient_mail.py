"""Mail to one recipient of an envelope; an address that is refused for good is told the sender."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from actors.delivery import mail
from actors.delivery.undeliverable import RecipientRefused
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail, reminding
from tenants.use_cases.envelopes.delivery import delivery_reports
from tenants.use_cases.evidence import sealed_files

log = structlog.get_logger()
ASKING = ("invitation", "fields_changed")


def send(job: LeasedJob, kind: str) -> None:
    """At least once. Raises Undeliverable when another try may help."""
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job)
        found = envelope_mail.copies(tx, letter, datetime.now(UTC)) if kind == "completion" else ()
    if not envelope_mail.is_current(job, letter) or (kind in ASKING and not letter.asks):
        job.done()
        return
    files = tuple(sealed_files.read(job.organization, each) for each in found)
    letter = replace(letter, files=files)
    try:
        mail.send(letter, kind, job.organization.installation.settings)
    except RecipientRefused as refused:
        _refused(job, refused, datetime.now(UTC))
    else:
        job.done()


def send_once(job: LeasedJob, kind: str) -> None:
    """
    At most once, to one who has not finished and wants it.

    Raises Undeliverable when another try may help.
    """
    with job.transaction() as tx:
        letter, wanted = envelope_mail.load(tx, job), envelope_mail.is_wanted(tx, job)
    if not (envelope_mail.is_current(job, letter) and letter.asks and wanted):
        job.done()
        return
    settings = job.organization.installation.settings
    try:
        # Done right before it is handed over: a worker that dies then sends nothing, rather than
        # twice. Up to there it may be tried as often as it takes.
        mail.send(letter, kind, settings, before=job.done)
    except mail.HandoverFailed:
        with job.transaction() as tx:
            reminding.lost(tx, job, job.now())
    except RecipientRefused as refused:
        _refused(job, refused, job.now())


def _refused(job: LeasedJob, refused: RecipientRefused, now: datetime) -> None:
    """Raises it again when another try may help."""
    if not refused.permanent:
        raise refused
    log.warning("refused for good", kind=job.kind, job=str(job.id), code=refused.code)
    with job.transaction() as tx:
        delivery_reports.bounced(tx, job, refused.code, now)
