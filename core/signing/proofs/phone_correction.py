"""Another phone number for a recipient: what the old one proved or was sent counts no more."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.correcting import CORRECTIONS_LIMIT
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, overdue, with_recipients
from core.envelopes.events.recipients import turn_has_come
from core.envelopes.events.texts import texted
from core.envelopes.recipient import RecipientStatus
from core.envelopes.refusals import NotOpen, TooManyCorrections
from core.signing.proofs.proof_events import PhoneCorrected
from core.signing.proofs.proof_state import ProofState


def may(envelope: Envelope, recipient_id: UUID) -> bool:
    """While they are still to act, and the number is of use."""
    recipient = envelope.recipient(recipient_id)
    options = recipient.options
    asked = "sms_code" in options.proofs or bool(options.channel)
    return asked and envelope.status.open and not recipient.finished


def correct(envelope: Envelope, recipient_id: UUID, phone: str, now: datetime) -> Outcome:
    """
    `phone` as E.164 has it. Who is asked by SMS gets a new link at the new number, and the one that
    was sent before ends. Raises NotOpen, NotFound, TooManyCorrections.
    """
    before = envelope.recipient(recipient_id)
    if not may(envelope, recipient_id) or overdue(envelope, now):
        raise NotOpen
    if phone == before.options.phone:
        return Outcome(envelope)
    after = replace(before, options=replace(before.options, phone=phone))
    told = PhoneCorrected(recipient_id=recipient_id, old_phone=before.options.phone, phone=phone)
    if not after.options.channel:
        return Outcome(with_recipients(envelope, after), (told,))
    if before.link_generation > CORRECTIONS_LIMIT:
        raise TooManyCorrections
    after = replace(
        after, link_generation=before.link_generation + 1, texts_failed_at=None, handed_over_at=None
    )
    asked: tuple[EnvelopeEvent, ...] = ()
    if after.status is RecipientStatus.SENT:
        after = replace(after, sent_at=now, auto_reminders=0)
        asked = turn_has_come(after)
    elif after.status is RecipientStatus.DELIVERED:
        asked = texted(after, "invitation")
    return Outcome(with_recipients(envelope, after), (told, *asked))


def begun_anew(state: ProofState) -> ProofState:
    """Codes that were sent to the old number open nothing. Wrong tries still count."""
    return replace(state, code_id=None, sent_at=None, undelivered=False)
