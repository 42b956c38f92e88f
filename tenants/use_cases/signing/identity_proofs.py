"""Proofs of identity that a sender asked for: codes are sent, answers judged, tries counted."""

import hmac
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.recipient import Recipient
from core.refusals import NotFound
from core.signing.origin import Origin
from core.signing.proofs import access_code, one_time_code, proving, questions, registry
from core.signing.proofs.proof_state import ProofState
from core.signing.refusals import CodeExpired
from tenants.identifiers import new_id, new_token
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.signing import confirmations, signing_ceremony
from tenants.use_cases.signing.proofs import recipient_authenticators

# What was typed is given to it, and the hash of the session: it says how a proof was given, as a
# word for the trail, or None where it was not.
Check = Callable[[Transaction, Recipient, ProofState, str, bytes, datetime], str | None]


def states(tx: Transaction) -> dict[str, ProofState]:
    """How far the recipient who acts has come with each proof that is asked of them."""
    found = tx.proof_states.of(tx.recipient.recipient_id)
    return {name: found.get(name, ProofState(name)) for name in registry.NAMES}


def send_code(tx: Transaction, proof: str, now: datetime) -> None:
    """
    A new code; the one before opens nothing any more.

    Raises NotFound, ProofsLocked, CodeJustSent, and what keeps a recipient from acting.
    """
    envelope, id = signing_ceremony.locked_unproven(tx), tx.recipient.recipient_id
    asked = envelope.recipient(id).options.proofs
    if proof not in asked or not registry.named(proof).job:
        raise NotFound
    state, outcome = proving.send_code(envelope, id, states(tx)[proof], new_id(), now)
    tx.proof_states.keep(envelope.id, id, state)
    tx.record(outcome, tx.principal.actor, now)


def answer(
    tx: Transaction, proof: str, typed: str, session: bytes, origin: Origin, now: datetime
) -> ProofState | None:
    """
    What was typed: None when it was right, else how many tries have failed.

    Raises NotFound, ProofsLocked, CodeExpired, and what keeps a recipient from acting.
    """
    if proof not in CHECKS:
        raise NotFound
    check = CHECKS[proof]
    return judge(
        tx, proof, lambda r, state: check(tx, r, state, typed, session, now), session, origin, now
    )


def judge(
    tx: Transaction,
    proof: str,
    check: Callable[[Recipient, ProofState], str | None],
    session: bytes,
    origin: Origin,
    now: datetime,
) -> ProofState | None:
    """
    None when `check` says how it was given, which the session remembers; else how many tries have
    failed.

    Raises NotFound, ProofsLocked, what `check` raises, and what keeps a recipient from acting.
    """
    envelope, id = signing_ceremony.locked_unproven(tx), tx.recipient.recipient_id
    recipient = envelope.recipient(id)
    if proof not in recipient.options.proofs:
        raise NotFound
    before = states(tx)[proof]
    how = None if before.locked else check(recipient, before)
    is_right = how is not None
    after, outcome = proving.answer(envelope, id, before, is_right, origin, now, how or "")
    tx.proof_states.keep(envelope.id, id, after)
    tx.record(outcome, tx.principal.actor, now)
    if not is_right:
        return after
    tx.ceremonies.keep_proof(session, id, proof)
    if envelope.confirming.required:
        confirmations.prove(tx, proof, session, origin, now)
    return None


def check_may_try(tx: Transaction, proof: str, now: datetime) -> None:
    """Before a browser is led elsewhere. Raises NotFound, ProofsLocked, and as `judge`."""
    envelope, id = signing_ceremony.locked_unproven(tx), tx.recipient.recipient_id
    if proof not in envelope.recipient(id).options.proofs:
        raise NotFound
    proving.check_may_try(envelope, id, states(tx)[proof], now)


def unlock(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> None:
    """A recipient who was locked out may try again. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    after, outcome = proving.unlock(envelope, recipient_id, tx.proof_states.of(recipient_id))
    for state in after:
        tx.proof_states.keep(envelope_id, recipient_id, state)
    tx.record(outcome, tx.principal.actor, now)


def code_to_send(tx: Transaction, job: LeasedJob, now: datetime) -> str:
    """The code that a job sends; "" when it is not the latest any more, or no one's to send."""
    recipient_id, code_id = job.argument("recipient_id", UUID), job.argument("code_id", UUID)
    proof = job.argument("proof", str)
    envelope = tx.envelopes.get(job.argument("envelope_id", UUID))
    state = tx.proof_states.of(recipient_id).get(proof, ProofState(proof))
    is_theirs = envelope_mail.is_for(job, envelope.recipient(recipient_id))
    if not is_theirs or state.code_id != code_id or not one_time_code.check(state, now):
        return ""
    return _code(tx, recipient_id, proof, code_id)


def undelivered(tx: Transaction, job: LeasedJob, code: int, now: datetime) -> None:
    """What the gateway refused for good ends this job, and the sender hears of it."""
    recipient_id, proof = job.argument("recipient_id", UUID), job.argument("proof", str)
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    state = tx.proof_states.of(recipient_id).get(proof, ProofState(proof))
    # A number that was corrected while the gateway was asked concerns no one any more.
    if state.code_id == job.argument("code_id", UUID):
        after, outcome = proving.undelivered(envelope, recipient_id, state, code)
        tx.proof_states.keep(envelope.id, recipient_id, after)
        tx.record(outcome, "system", now)
    tx.jobs.done(job)


def kept_access_code(tx: Transaction, typed: str) -> str:
    """What is stored of an access code: of use to no one without the key. Raises Invalid."""
    salt = new_token()[:12]
    return f"{salt}${_digest(tx, salt, access_code.check(typed))}"


def kept_answer(tx: Transaction, answer: str) -> str:
    """The same of an answer to a question, as it counts."""
    salt = new_token()[:12]
    return f"{salt}${_digest(tx, salt, answer)}"


def _access_code(
    tx: Transaction, recipient: Recipient, state: ProofState, typed: str, *_: object
) -> str | None:
    kept = recipient.options.access_code
    return "" if _is_kept(tx, kept, access_code.tidied(typed)) else None


def _answers(
    tx: Transaction, recipient: Recipient, state: ProofState, typed: str, *_: object
) -> str | None:
    """A line for each question. All are compared, so that none can be found alone."""
    kept, lines = recipient.options.answers, typed.split("\n")
    given = [questions.tidied(line) for line in lines] + [""] * len(kept)
    right = [_is_kept(tx, one, answer) for one, answer in zip(kept, given, strict=False)]
    return "" if kept and all(right) else None


def _is_kept(tx: Transaction, kept: str, code: str) -> bool:
    salt, _, digest = kept.partition("$")
    return bool(digest) and hmac.compare_digest(_digest(tx, salt, code), digest)


def _sent_code(
    tx: Transaction,
    recipient: Recipient,
    state: ProofState,
    typed: str,
    session: bytes,
    now: datetime,
) -> str | None:
    if state.code_id is None or not one_time_code.check(state, now):
        raise CodeExpired
    right = _code(tx, recipient.id, state.proof, state.code_id)
    return "" if hmac.compare_digest(one_time_code.digits(typed), right) else None


def _app_code(
    tx: Transaction,
    recipient: Recipient,
    state: ProofState,
    typed: str,
    session: bytes,
    now: datetime,
) -> str | None:
    return recipient_authenticators.judge(tx, recipient, typed, session, now)


CHECKS: dict[str, Check] = {
    "access_code": _access_code,
    "questions": _answers,
    "email_code": _sent_code,
    "sms_code": _sent_code,
    "totp": _app_code,
}


def _code(tx: Transaction, recipient_id: UUID, proof: str, code_id: UUID) -> str:
    key = tx.settings.link_key
    return one_time_code.derive(key, tx.organization_id, recipient_id, proof, code_id)


def _digest(tx: Transaction, salt: str, code: str) -> str:
    return tx.rows.key.digest(f"{salt}${code}", "access code").hex()
