"""An SMS with the link to one recipient; what does not reach them is told the sender."""

from datetime import UTC, datetime

import structlog

from actors.delivery import text_message, text_message_words
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.envelopes.delivery import texting
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.envelopes.delivery import texts

log = structlog.get_logger()


def send(job: LeasedJob, kind: str) -> None:
    """At least once; a reminder at most once. Raises Undeliverable when another try may help."""
    with job.transaction() as tx:
        letter = envelope_mail.load(tx, job)
        recipient = letter.recipient
        is_due = (
            recipient is not None and recipient.texted and envelope_mail.is_current(job, letter)
        )
        if recipient is None or not is_due or (kind != "completion" and not letter.asks):
            tx.jobs.done(job)
            return
        phone = recipient.options.phone
        takes_texts = texts.begin(tx, letter.envelope.id, recipient.id, phone)
    if not takes_texts:
        _refused(job, kind, texting.STOPPED, is_done=False)
        return
    settings = job.organization.installation.settings
    words = text_message_words.compose(letter, kind, text_message.may_stop(settings))
    report = f"{settings.base_url}/api/sms-reports/{letter.mark.replace(' ', '')}/{kind}"
    begun = _Begun(job if kind == "reminder" else None)
    try:
        text_message.send(settings, phone, words, str(job.id), report, begun)
    except RecipientRefused as refused:
        _refused(job, kind, refused.code, begun.is_done)
    except Undeliverable:
        if not begun.is_done:
            raise
        with job.transaction() as tx:
            texts.lost(tx, job, datetime.now(UTC))
    else:
        if not begun.is_done:
            job.done()


class _Begun:
    """
    A reminder's job is done right before it is handed over: a worker that dies then sends
    nothing, rather than twice.
    """

    def __init__(self, job: LeasedJob | None) -> None:
        self._job, self.is_done = job, False

    def __call__(self) -> None:
        if self._job:
            self._job.done()
            self.is_done = True


def _refused(job: LeasedJob, kind: str, code: int, is_done: bool) -> None:
    log.warning("refused for good", kind=job.kind, job=str(job.id), code=code)
    with job.transaction() as tx:
        texts.refused(tx, job, kind, code, datetime.now(UTC), is_done)
