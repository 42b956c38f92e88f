"""Recipients whom a provider asks about themselves: a quiz is begun, and answered once."""

from datetime import datetime
from uuid import UUID

from core.envelopes.recipient import Recipient
from core.refusals import NotFound
from core.signing.origin import Origin
from core.signing.proofs import proving
from core.signing.proofs.proof_state import ProofState
from core.signing.proofs.providers import knowledge_check
from core.signing.proofs.providers.knowledge_check import KNOWLEDGE_CHECK, QuizResult
from core.signing.refusals import CodeExpired
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs, signing_ceremony
from tenants.use_cases.signing.proofs import knowledge_provider

NAME = KNOWLEDGE_CHECK.name


def begin(tx: Transaction, now: datetime) -> UUID:
    """
    The id of another quiz, which the provider is asked for next.

    Raises NotFound, ProofsLocked, and what keeps a recipient from acting.
    """
    identity_proofs.check_may_try(tx, NAME, now)
    envelope, id = signing_ceremony.locked_unproven(tx), tx.recipient.recipient_id
    quiz_id, state = new_id(), identity_proofs.states(tx)[NAME]
    begun, outcome = proving.begin_quiz(envelope, id, state, quiz_id, now)
    tx.proof_states.keep(envelope.id, id, begun)
    tx.record(outcome, tx.principal.actor, now)
    return quiz_id


def quiz(tx: Transaction, now: datetime) -> UUID:
    """
    The id of the quiz that they answer. Raises CodeExpired, NotFound, ProofsLocked, and what keeps
    a recipient from acting.
    """
    identity_proofs.check_may_try(tx, NAME, now)
    state = identity_proofs.states(tx)[NAME]
    if state.code_id is None or not knowledge_check.check(state, now):
        raise CodeExpired
    return state.code_id


def judge(
    tx: Transaction,
    quiz_id: UUID,
    result: QuizResult,
    session: bytes,
    origin: Origin,
    now: datetime,
) -> ProofState | None:
    """
    None when they have passed; else how many tries have failed.

    Raises NotFound, ProofsLocked, and what keeps a recipient from acting.
    """
    provider = knowledge_provider.host(tx.settings)

    def check(recipient: Recipient, state: ProofState) -> str | None:
        if state.code_id != quiz_id:
            raise NotFound
        return knowledge_check.detail(provider, result) if result.passed else None

    return identity_proofs.judge(tx, NAME, check, session, origin, now)
