"""Proving who one is: which proofs are still asked for, tries, codes, locking and unlocking."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, Status, with_recipients
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen
from core.signing import turn
from core.signing.origin import Origin
from core.signing.proofs import one_time_code, registry
from core.signing.proofs.in_person import IN_PERSON
from core.signing.proofs.proof import IdentityProof
from core.signing.proofs.proof_events import (
    AuthenticatorReset,
    IdentityMismatched,
    PasskeyReset,
    ProofCodeSent,
    ProofCodeUndelivered,
    ProofFailed,
    ProofGiven,
    ProofLocked,
    ProofUnlocked,
    QuizStarted,
)
from core.signing.proofs.proof_state import TRIES, ProofState
from core.signing.refusals import CodeJustSent, ProofNeeded, ProofsLocked


def missing(recipient: Recipient, given: Collection[str]) -> tuple[IdentityProof, ...]:
    """What is asked of a recipient and was not given yet, in the order of the registry."""
    wanted = _wanted(recipient) - set(given)
    return tuple(proof for proof in registry.IN_CEREMONY if proof.name in wanted)


def check(recipient: Recipient, given: Collection[str]) -> None:
    """Raises ProofNeeded, also for a proof that no one knows: a row was changed then."""
    if _wanted(recipient) - set(given):
        raise ProofNeeded


def check_may_enrol(recipient: Recipient, proof: str, given: Collection[str]) -> None:
    """
    What is set up now speaks for them in later envelopes: all that is asked before was given, so
    that no one who was only forwarded the link sets it up. Raises ProofNeeded.
    """
    before = registry.IN_CEREMONY[: registry.IN_CEREMONY.index(registry.named(proof))]
    if any(earlier in before for earlier in missing(recipient, given)):
        raise ProofNeeded


def send_code(
    envelope: Envelope, recipient_id: UUID, state: ProofState, code_id: UUID, now: datetime
) -> tuple[ProofState, Outcome]:
    """
    Another code, which takes the place of the one before.

    Raises ProofsLocked, CodeJustSent, and what keeps a recipient from acting.
    """
    check_may_try(envelope, recipient_id, state, now)
    again = one_time_code.next_from(state)
    if again and now < again:
        raise CodeJustSent
    sent = ProofCodeSent(recipient_id=recipient_id, proof=state.proof, code_id=code_id)
    after = replace(state, code_id=code_id, sent_at=now, undelivered=False)
    return after, Outcome(envelope, (sent,))


def begin_quiz(
    envelope: Envelope, recipient_id: UUID, state: ProofState, quiz_id: UUID, now: datetime
) -> tuple[ProofState, Outcome]:
    """
    Another quiz, in the place of the one before.

    Raises ProofsLocked, and what keeps a recipient from acting.
    """
    check_may_try(envelope, recipient_id, state, now)
    begun = QuizStarted(recipient_id=recipient_id, quiz_id=quiz_id)
    return replace(state, code_id=quiz_id, sent_at=now), Outcome(envelope, (begun,))


def undelivered(
    envelope: Envelope, recipient_id: UUID, state: ProofState, code: int
) -> tuple[ProofState, Outcome]:
    """The code that was sent last did not reach them, by the number of the gateway's refusal."""
    told = ProofCodeUndelivered(recipient_id=recipient_id, proof=state.proof, code=code)
    return replace(state, code_id=None, undelivered=True), Outcome(envelope, (told,))


def answer(
    envelope: Envelope,
    recipient_id: UUID,
    state: ProofState,
    is_right: bool,
    origin: Origin,
    now: datetime,
    detail: str = "",
) -> tuple[ProofState, Outcome]:
    """
    A try, right or wrong: it is recorded, and the last wrong one locks the recipient out.

    Raises ProofsLocked, and what keeps a recipient from acting.
    """
    check_may_try(envelope, recipient_id, state, now)
    about = {"recipient_id": recipient_id, "proof": state.proof}
    where = {"address": origin.address, "user_agent": origin.user_agent}
    if is_right:
        # A code opens once: it counts no more, and neither do the tries before it.
        given = ProofGiven(**about, **where, detail=detail)  # type: ignore[arg-type]
        return replace(state, failed=0, code_id=None), Outcome(envelope, (given,))
    tries = state.failed + 1
    failed = ProofFailed(**about, **where, tries=tries)  # type: ignore[arg-type]
    after = replace(state, failed=tries)
    if tries < TRIES:
        return after, Outcome(envelope, (failed,))
    locked = ProofLocked(**about)  # type: ignore[arg-type]
    recipient = replace(envelope.recipient(recipient_id), locked_at=now)
    shut = with_recipients(envelope, recipient)
    return replace(after, code_id=None), Outcome(shut, (failed, locked))


def check_may_try(envelope: Envelope, recipient_id: UUID, state: ProofState, now: datetime) -> None:
    """Raises ProofsLocked, and what keeps a recipient from acting."""
    _check_may_prove(envelope, recipient_id, now)
    if state.locked:
        raise ProofsLocked


def unlock(
    envelope: Envelope, recipient_id: UUID, states: Mapping[str, ProofState]
) -> tuple[tuple[ProofState, ...], Outcome]:
    """All that is locked for a recipient may be tried again. Raises NotFound."""
    recipient = replace(envelope.recipient(recipient_id), locked_at=None)
    locked = [state for state in states.values() if state.locked]
    events = tuple(ProofUnlocked(recipient_id=recipient_id, proof=s.proof) for s in locked)
    opened = with_recipients(envelope, recipient)
    return tuple(ProofState(s.proof) for s in locked), Outcome(opened, events)


def mismatched(envelope: Envelope, recipient_id: UUID, claim: str) -> Outcome:
    """An identity provider says something else of them than the sender wrote."""
    return Outcome(envelope, (IdentityMismatched(recipient_id=recipient_id, claim=claim),))


def reset_authenticator(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """Their next code is of an app that they set up anew."""
    return Outcome(envelope, (AuthenticatorReset(recipient_id=recipient_id),))


def reset_passkey(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """They create another passkey the next time they are asked for one."""
    return Outcome(envelope, (PasskeyReset(recipient_id=recipient_id),))


def _wanted(recipient: Recipient) -> set[str]:
    """Until they have finished, someone who signs in person needs a host who knows them."""
    meets = recipient.role.in_person and not recipient.completed_at
    return {*recipient.options.proofs, *([IN_PERSON.name] if meets else [])}


def _check_may_prove(envelope: Envelope, recipient_id: UUID, now: datetime) -> None:
    """In their turn, and afterwards: to read again, or to fetch their copy."""
    recipient = envelope.recipient(recipient_id)
    if envelope.status is Status.COMPLETED or (recipient.completed_at and recipient.role.acts):
        return
    if envelope.status in (Status.DECLINED, Status.VOIDED, Status.EXPIRED):
        raise NotOpen
    turn.check_may_act(envelope, recipient_id, now)
