"""Handing a recipient's signing link over by another way than our e-mail."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes import routing
from core.envelopes.envelope import Envelope, Outcome, check_running, with_recipients
from core.envelopes.events.handovers import LinkHandedOver
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import LinkNeedsProof, LinksNotHandedOver, NotTheirTurn
from core.signing.proofs import registry


def proves_otherwise(recipient: Recipient) -> bool:
    """
    Whether a proof is asked of them that whoever sends, and has the link, cannot give: nor set up
    in their place.
    """
    asked = (registry.named(name) for name in recipient.options.proofs)
    return any(not (proof.known_to_sender or proof.enrolled) for proof in asked)


def hand_over(envelope: Envelope, recipient_id: UUID, now: datetime, allowed: bool) -> Outcome:
    """
    The sender may have the link; a second time changes nothing. `allowed`: by the organization.

    Raises LinksNotHandedOver, NotOpen, PausedBySender, NotTheirTurn, LinkNeedsProof, NotFound.
    """
    recipient = envelope.recipient(recipient_id)
    if not allowed:
        raise LinksNotHandedOver
    check_running(envelope, now)
    if recipient not in routing.asked(envelope.recipients):
        raise NotTheirTurn
    if not proves_otherwise(recipient):
        raise LinkNeedsProof
    if recipient.handed_over_at:
        return Outcome(envelope)
    handed = replace(recipient, handed_over_at=now)
    event = LinkHandedOver(recipient_id=recipient_id)
    return Outcome(with_recipients(envelope, handed), (event,))
