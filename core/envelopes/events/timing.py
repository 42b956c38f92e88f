"""When an envelope waits: a step that starts later, and what its sender has paused."""

from dataclasses import dataclass
from datetime import datetime

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import to
from core.envelopes.recipient import RecipientStatus
from core.jobs.job import Job
from core.refusals import sentence

ASKED = (RecipientStatus.SENT, RecipientStatus.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlanned(EnvelopeEvent):
    """The recipients of this routing order are invited at that time, and not before."""

    type = "step.planned"
    narration = sentence("Step %(order)s was scheduled to start later.")
    printed = True
    icon = "calendar-clock"
    timeline = sentence("Step %(order)s was scheduled to start later")
    webhook = "step.planned"

    order: int
    starts_at: datetime

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        about = {"envelope_id": str(envelope.id), "starts_at": self.starts_at.isoformat()}
        return (Job("start_step", about, due_at=self.starts_at),)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(EnvelopeEvent):
    """Its time has come, or the sender did not want to wait any longer."""

    type = "step.started"
    narration = sentence("Step %(order)s started.")
    printed = True
    webhook = "step.started"

    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopePaused(EnvelopeEvent):
    type = "envelope.paused"
    narration = sentence("%(actor)s paused the envelope.")
    printed = True
    icon = "pause"
    timeline = sentence("%(actor)s paused it")
    webhook = "envelope.paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeResumed(EnvelopeEvent):
    type = "envelope.resumed"
    narration = sentence("%(actor)s resumed the envelope.")
    printed = True
    icon = "play"
    timeline = sentence("%(actor)s resumed it")
    webhook = "envelope.resumed"

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Who was asked before hears that they can continue."""
        waiting = (r for r in envelope.recipients if r.role.acts and r.status in ASKED)
        return tuple(to("mail_reminder", envelope, r) for r in waiting if r.asked_by_mail)
