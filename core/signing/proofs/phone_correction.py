"""Another phone number for a recipient: what the old one proved counts no more."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, overdue, with_recipients
from core.envelopes.refusals import NotOpen
from core.signing.proofs.proof_events import PhoneCorrected
from core.signing.proofs.proof_state import ProofState


def may(envelope: Envelope, recipient_id: UUID) -> bool:
    """While they are still to act, and the number is of use."""
    recipient = envelope.recipient(recipient_id)
    asked = "sms_code" in recipient.options.proofs
    return asked and envelope.status.open and not recipient.finished


def correct(envelope: Envelope, recipient_id: UUID, phone: str, now: datetime) -> Outcome:
    """`phone` as E.164 has it. Raises NotOpen, NotFound."""
    before = envelope.recipient(recipient_id)
    if not may(envelope, recipient_id) or overdue(envelope, now):
        raise NotOpen
    if phone == before.options.phone:
        return Outcome(envelope)
    after = replace(before, options=replace(before.options, phone=phone))
    told = PhoneCorrected(recipient_id=recipient_id, old_phone=before.options.phone, phone=phone)
    return Outcome(with_recipients(envelope, after), (told,))


def begun_anew(state: ProofState) -> ProofState:
    """Codes that were sent to the old number open nothing. Wrong tries still count."""
    return replace(state, code_id=None, sent_at=None, undelivered=False)
