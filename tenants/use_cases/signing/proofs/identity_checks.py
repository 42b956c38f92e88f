"""Recipients whom an identity provider of the installation identifies."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from core.envelopes.recipient import Recipient
from core.signing.origin import Origin
from core.signing.proofs import proving
from core.signing.proofs.proof_state import ProofState
from core.signing.proofs.providers.identity_check import IDENTITY_CHECK, check
from core.sso.provider_connection import Asserted, Connection, Purpose
from core.sso.refusals import NotSetUp
from tenants.store.sso.sso_connections import SECRET, StoredConnection
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.sso.sso_callback import VerifiedAnswer
from tenants.use_cases.sso.sso_request import SsoRequest

OF_INSTALLATION = UUID(int=0)


def connection(tx: Transaction) -> StoredConnection:
    """That of the installation, as those of organizations are. Raises NotSetUp."""
    settings = tx.settings
    if not settings.identity_issuer:
        raise NotSetUp
    made = Connection(
        issuer=settings.identity_issuer, client_id=settings.identity_client, enabled=True
    )
    secret = tx.rows.key.encrypt(settings.identity_secret.encode(), SECRET)
    return StoredConnection(OF_INSTALLATION, secret, made)


def request(tx: Transaction, now: datetime) -> SsoRequest:
    """
    By which the browser is led to the provider.

    Raises NotFound, NotSetUp, ProofsLocked, and what keeps a recipient from acting.
    """
    identity_proofs.check_may_try(tx, IDENTITY_CHECK.name, now)
    return SsoRequest(connection(tx), tx.own_organization.slug(), Purpose.IDENTIFY)


def prove(
    tx: Transaction, answer: VerifiedAnswer, session: bytes, origin: Origin, now: datetime
) -> ProofState | None:
    """
    None when the provider says that it is them; else how many tries have failed, and the sender
    is told what differed. Nothing else of what the provider said is kept.

    Raises NotFound, ProofsLocked, and what keeps a recipient from acting.
    """
    differs: list[str] = []

    def judge(recipient: Recipient, _: ProofState) -> str | None:
        compared, wrong = check(
            recipient.name, recipient.options.birthdate, _claims(answer.asserted)
        )
        differs.append(wrong)
        host = urlsplit(answer.connection.issuer).hostname or ""
        return None if wrong else " ".join((host, *compared))

    failed = identity_proofs.judge(tx, IDENTITY_CHECK.name, judge, session, origin, now)
    if wrong := "".join(differs):
        envelope = tx.envelopes.lock(tx.recipient.envelope_id)
        outcome = proving.mismatched(envelope, tx.recipient.recipient_id, wrong)
        tx.record(outcome, tx.principal.actor, now)
    return failed


def _claims(said: Asserted) -> dict[str, str]:
    return {"name": said.name, "birthdate": said.birthdate}
