"""Recipients who prove who they are by signing in at the organization's own provider."""

from datetime import datetime

from core.signing.origin import Origin
from core.signing.proofs.proof_state import ProofState
from core.signing.proofs.providers.work_account import WORK_ACCOUNT, check
from core.sso.provider_connection import Purpose
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.sso import sso_callback, sso_request
from tenants.use_cases.sso.sso_callback import VerifiedAnswer
from tenants.use_cases.sso.sso_request import SsoRequest


def request(tx: Transaction, now: datetime) -> SsoRequest:
    """
    By which the browser is led to the provider.

    Raises NotFound, NotSetUp, ProofsLocked, and what keeps a recipient from acting.
    """
    identity_proofs.check_may_try(tx, WORK_ACCOUNT.name, now)
    return sso_request.connection(tx, Purpose.PROVE)


def prove(
    tx: Transaction, answer: VerifiedAnswer, session: bytes, origin: Origin, now: datetime
) -> ProofState | None:
    """
    None when it is their account, which the session remembers; else how many tries have failed.

    Raises ConnectionChanged, NotFound, ProofsLocked, and what keeps a recipient from acting.
    """
    sso_callback.lock_connection(tx, answer)
    said = answer.asserted

    def judge(email: str) -> str | None:
        return "" if check(email, said.email, said.email_verified) else None

    return identity_proofs.judge(
        tx, WORK_ACCOUNT.name, lambda r, _: judge(r.email), session, origin, now
    )
