"""What happens to an envelope that is to be sent as soon as its pages are there."""

from dataclasses import dataclass

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRequested(EnvelopeEvent):
    type = "envelope.sending_requested"
    narration = sentence("%(actor)s asked for the envelope to be sent once its pages are ready.")
    printed = True
    icon = "clock"
    timeline = sentence("%(actor)s asked for it to be sent once its pages are ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRefused(EnvelopeEvent):
    """It could not be sent when its pages were there. `reason` is the refusal's code."""

    type = "envelope.sending_refused"
    narration = sentence("Its pages were ready, but it could not be sent (%(reason)s).")
    icon = "circle-alert"
    timeline = sentence("It could not be sent")
    webhook = "envelope.sending_refused"

    reason: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        if envelope.bulk_send_id:  # the page of the bulk send says it
            return ()
        of = {"envelope_id": str(envelope.id), "notification": "unsent"}
        return (Job("mail_progress", of),)
