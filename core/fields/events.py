"""What happens to the fields of an envelope."""

import json
from dataclasses import dataclass

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import to
from core.events.event import personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsPlaced(EnvelopeEvent):
    """`placements` is the canonical JSON of every field as it was sent."""

    type = "fields.placed"
    narration = sentence("%(actor)s placed fields: %(count)s.")
    printed = True

    count: int
    placements: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsCorrected(EnvelopeEvent):
    """
    Of a sent envelope. `old` and `new` are the canonical JSON of the fields that differ: of one
    that is new there is nothing in `old`, of one that is gone nothing in `new`.
    """

    type = "fields.corrected"
    narration = sentence("%(actor)s changed fields: %(count)s.")
    printed = True
    icon = "pencil-line"
    timeline = sentence("%(actor)s changed the fields")
    webhook = "envelope.corrected"

    count: int
    old: str = personal()
    new: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Those are told who were asked to fill them in, and have not finished."""
        fields = (*json.loads(self.old), *json.loads(self.new))
        ids = {id for field in fields for id in field["recipients"]}
        return tuple(
            to("mail_fields_changed", envelope, r)
            for r in envelope.recipients
            if str(r.id) in ids and r.sent_at and not r.finished and r.has_mailbox
        )
