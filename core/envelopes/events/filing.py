"""What happens around an envelope: where it is filed, its tags, and who may read it."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeFiled(EnvelopeEvent):
    """`folder_id` is empty for an envelope that was taken out of its folder."""

    type = "envelope.filed"
    narration = sentence("%(actor)s moved the envelope to another folder.")

    folder_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeTagged(EnvelopeEvent):
    type = "envelope.tagged"
    narration = sentence("%(actor)s added a tag to the envelope.")

    tag_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeUntagged(EnvelopeEvent):
    type = "envelope.untagged"
    narration = sentence("%(actor)s removed a tag from the envelope.")

    tag_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChanged(EnvelopeEvent):
    """
    Who may read it besides its recipients; the organization's log tells the details.

    `change` is visibility, shared, share_ended, link_made or link_revoked; `about` is the team,
    the person or the link, or owner or all.
    """

    type = "envelope.audience_changed"
    narration = sentence("%(actor)s changed who can see the envelope.")

    change: str
    about: str


FilingEvent = EnvelopeFiled | EnvelopeTagged | EnvelopeUntagged
