"""Signatures: adopted, and confirmed one by one."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAdopted(EnvelopeEvent):
    type = "signature.adopted"
    narration = sentence("%(actor)s created an image for signing: %(kind)s (%(method)s).")
    printed = True
    icon = "pen-line"

    recipient_id: UUID
    signature_id: UUID
    kind: str
    method: str
    image_sha256: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureConfirmed(EnvelopeEvent):
    """
    `content` is the mark of all that they signed (confirming.mark), `proofs` the names of what they
    proved it with.
    """

    type = "signature.confirmed"
    narration = sentence("%(recipient)s confirmed a signature (%(proofs)s): “%(reason)s”.")
    printed = True
    icon = "shield-check"
    timeline = sentence("%(recipient)s confirmed a signature (%(proofs)s)")
    webhook = "signature.confirmed"

    recipient_id: UUID
    field_id: UUID
    content: str
    proofs: str
    reason: str = personal()
    address: str = personal()
    user_agent: str = personal()
