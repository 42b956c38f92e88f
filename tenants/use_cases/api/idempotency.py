"""A request that is sent again gets the first answer, and does nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.principal import ApiKeyPrincipal
from core.refusals import Forbidden
from tenants.store.api.idempotency_keys import MadeEnvelope
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """`key` is the client's; `hash` is the SHA-256 of all that the request asks for."""

    key: str
    hash: bytes


def earlier(tx: Transaction, request: RepeatableRequest, now: datetime) -> MadeEnvelope | None:
    """The envelope that it made, if it was sent before. Raises IdempotencyKeyReused."""
    return tx.idempotency_keys.made(_key_id(tx), request.key, request.hash, now)


def claim(tx: Transaction, request: RepeatableRequest, now: datetime) -> MadeEnvelope | None:
    """
    None: this transaction is the one to answer, and has to `keep` what it makes.

    Another with the same key that has not ended yet is waited for. Raises IdempotencyKeyReused,
    IdempotencyKeyInUse.
    """
    if tx.idempotency_keys.claim(_key_id(tx), request.key, request.hash, now):
        return None
    return earlier(tx, request, now)


def keep(tx: Transaction, request: RepeatableRequest, envelope_id: UUID, answer: bytes) -> None:
    """In the commit of the effect: there is never the one without the other."""
    tx.idempotency_keys.keep(_key_id(tx), request.key, envelope_id, answer)


def _key_id(tx: Transaction) -> UUID:
    """Each API key has its clients' keys to itself."""
    if isinstance(tx.principal, ApiKeyPrincipal):
        return tx.principal.key_id
    raise Forbidden
