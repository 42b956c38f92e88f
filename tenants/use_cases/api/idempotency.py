"""A request that is sent again gets the first answer, and does nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.api.idempotency_keys import KeptAnswer
from tenants.transaction import Transaction

__all__ = ["KeptAnswer", "RepeatableRequest", "claim", "earlier", "keep"]


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """`key` is the client's; `hash` is the SHA-256 of all that the request asks for."""

    key: str
    hash: bytes


def earlier(tx: Transaction, request: RepeatableRequest, now: datetime) -> KeptAnswer | None:
    """What was answered when it was sent before. Raises IdempotencyKeyReused, AnswerErased."""
    return tx.idempotency_keys.answered(_whose(tx, request), request.hash, now)


def claim(tx: Transaction, request: RepeatableRequest, now: datetime) -> KeptAnswer | None:
    """
    None: this transaction is the one to answer, and has to `keep` what it answers.

    Another with the same key that has not ended yet is waited for. Raises IdempotencyKeyReused,
    IdempotencyKeyInUse, AnswerErased.
    """
    tx.idempotency_keys.claim(_whose(tx, request))
    return earlier(tx, request, now)


def keep(
    tx: Transaction,
    request: RepeatableRequest,
    answer: KeptAnswer,
    subject_id: UUID | None,
    now: datetime,
) -> None:
    """
    In the commit of the effect: there is never the one without the other. `subject_id` is what the
    answer tells of: what is erased of an envelope is erased here, too.
    """
    whose = _whose(tx, request)
    tx.idempotency_keys.keep(whose, request.hash, answer, subject_id, now)


def _whose(tx: Transaction, request: RepeatableRequest) -> str:
    """Each program has its keys to itself, and each member for whom it acts."""
    return f"{tx.principal.actor} {tx.member.person_id} {request.key}"
