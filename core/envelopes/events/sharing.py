"""What happens to whom an envelope is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import AdminEvent
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChanged(AdminEvent):
    """`old` and `new` are owner, all, or the id of a team."""

    type = "envelope.visibility_changed"
    narration = sentence("%(actor)s changed who in the organization can see an envelope.")
    group = "envelopes"

    envelope_id: UUID
    old: str
    new: str

    def jobs(self) -> tuple[Job, ...]:
        return (Job("index_envelope", {"envelope_id": str(self.envelope_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeShared(AdminEvent):
    type = "envelope.shared"
    narration = sentence("%(actor)s shared an envelope with %(person)s.")
    group = "envelopes"

    envelope_id: UUID
    person_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("index_envelope", {"envelope_id": str(self.envelope_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingEnded(AdminEvent):
    type = "envelope.sharing_ended"
    narration = sentence("%(actor)s stopped sharing an envelope with %(person)s.")
    group = "envelopes"

    envelope_id: UUID
    person_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("index_envelope", {"envelope_id": str(self.envelope_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkMade(AdminEvent):
    type = "share_link.made"
    narration = sentence("%(actor)s created a read-only link for an envelope.")
    group = "envelopes"

    envelope_id: UUID
    link_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkRevoked(AdminEvent):
    type = "share_link.revoked"
    narration = sentence("%(actor)s revoked a read-only link for an envelope.")
    group = "envelopes"

    envelope_id: UUID
    link_id: UUID
