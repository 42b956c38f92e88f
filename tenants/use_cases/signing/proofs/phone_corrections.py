"""Another phone number for a recipient who is asked for a code, or to sign, by SMS."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.signing.proofs import phone_correction
from core.signing.proofs.proof_state import ProofState
from core.signing.proofs.sms_code import SMS_CODE
from tenants import phone_numbers
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending


def correct(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, typed: str, now: datetime
) -> None:
    """
    Codes that were sent before open nothing, and browsers that had one prove themselves again.

    Raises Invalid(phone=...), NotOpen, NotFound, TooManyCorrections.
    """
    tx.require(Permission.SEND_ENVELOPES)
    phone = phone_numbers.parse(typed)
    outcome = phone_correction.correct(tx.lock_changeable(envelope_id), recipient_id, phone, now)
    if not outcome.events:
        return
    states = tx.proof_states.of(recipient_id)
    state = states.get(SMS_CODE.name, ProofState(SMS_CODE.name))
    tx.proof_states.keep(envelope_id, recipient_id, phone_correction.begun_anew(state))
    tx.ceremonies.end_sessions(recipient_id)
    sending.issue_links(tx, outcome.envelope)
    tx.record(outcome, tx.principal.actor, now)
