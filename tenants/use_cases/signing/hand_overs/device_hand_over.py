"""Continuing on another device: an address for it, which opens this very session there, once."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.refusals import NotFound
from core.signing import link
from tenants.ceremony import SESSION_LIFETIME
from tenants.identifiers import new_token
from tenants.transaction import Transaction
from tenants.use_cases.signing import signing_ceremony

KIND = "device"
LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ContinuedSession:
    """`session` is the secret of the one that was begun on the other device."""

    recipient_id: UUID
    session: str


def issue(tx: Transaction, session: bytes) -> str:
    """
    The secret of an address, never that of the mailed link: it opens once, for five minutes.

    What has been proven here counts there too, and the session ends when this one does.
    Raises NotFound, and what keeps a recipient from acting by their link.
    """
    signing_ceremony.locked_unproven(tx)
    token = new_token()
    if not tx.embeddings.issue_for_device(link.digest(token), session, LIFETIME):
        raise NotFound
    return token


def take(tx: Transaction, token: str, recipient_id: UUID) -> ContinuedSession:
    """Raises NotFound for an address that was used, or is too old."""
    session = new_token()
    if not tx.embeddings.take(link.digest(token), link.digest(session), SESSION_LIFETIME):
        raise NotFound
    return ContinuedSession(recipient_id, session)
