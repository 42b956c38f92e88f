"""Signing in and out of the portal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.access import MemberRole
from core.refusals import Forbidden
from core.sign_in import sign_in_policy
from core.sign_in.refusals import AnotherWayNeeded, SecondFactorNeeded, WrongCredentials
from core.sign_in.sign_in_policy import Admission, Method, Proof, SignInPolicy
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.store.directory import Credentials
from tenants.store.sign_in import sign_in_policies
from tenants.store.sign_in.sessions import NewSession
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import attempt_limits, passwords

LIFETIME = timedelta(hours=12)
PENDING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What the right password opened: a session, a second step that is owed, or nothing."""

    token: str | None = None
    pending: str | None = None


def check(
    installation: Installation, email: str, password: str, address: str, device: str = ""
) -> Credentials:
    """
    Whose password it is. An unknown address takes as long as a wrong password, and says the same.

    `address` is the network address it comes from, `device` what the browser keeps of those who
    signed in there before. It counts the try. Raises WrongCredentials, TooManyAttempts.
    """
    attempt_limits.count(installation, email, address, device)
    found = installation.directory.credentials(email_hash(email))
    if not passwords.matches(found.password_hash if found else None, password) or found is None:
        raise WrongCredentials
    attempt_limits.reset(installation, email, address, device)
    return found


def sign_in(tx: Transaction, found: Credentials, address: str, user_agent: str = "") -> FirstStep:
    """
    What `signed_in` reads after the commit.

    Raises WrongCredentials: the password was changed since it was checked.
    """
    # A new password ends all sessions of the old one: none may be opened by the old one after it.
    if tx.accounts.lock_shared(found.person_id) != found.password_hash:
        raise WrongCredentials
    if tx.second_factors.of(found.person_id).any:
        pending = new_token()
        tx.second_factors.open_pending_sign_in(link.digest(pending), found.person_id, PENDING)
        return FirstStep(pending=pending)
    return FirstStep(admit(tx, found.person_id, Method.PASSWORD, 1, address, user_agent))


def signed_in(step: FirstStep) -> str:
    """
    The session token, after the commit: what is refused here is not to be undone.

    Raises AnotherWayNeeded, and SecondFactorNeeded with the token of the second step.
    """
    if step.pending:
        raise SecondFactorNeeded(step.pending)
    return admitted(step.token)


def admit(
    tx: Transaction,
    person_id: UUID,
    method: Method,
    factors: int,
    address: str,
    user_agent: str,
) -> str | None:
    """
    A session for an authenticated person, in the first organization that admits them.

    In the transaction in which they proved it. None when no organization does.
    """
    has, connected = tx.second_factors.of(person_id), tx.accounts.connected(person_id)
    for organization_id, role, policy in tx.accounts.admissions(person_id):
        proof = Proof(
            *(method, factors, has.authenticator, has.passkeys > 0, organization_id in connected)
        )
        if sign_in_policy.admission(policy, role, proof) is not Admission.ANOTHER_WAY:
            session = NewSession(
                *(person_id, organization_id, LIFETIME, method, factors, address, user_agent)
            )
            token = new_token()
            if tx.sessions.open(link.digest(token), session):
                return token
    return None


def admitted(token: str | None) -> str:
    """After that transaction, in which a proof is used up in any case. Raises AnotherWayNeeded."""
    if token is None:
        raise AnotherWayNeeded
    return token


def open_session(tx: Transaction, session: NewSession) -> str:
    """
    The token of a new session, for an authenticated person.

    The policy of the organization says how long it lasts; `lifetime` where there is none.
    Raises Forbidden when they are no member any more.
    """
    token = new_token()
    if not tx.sessions.open(link.digest(token), session):
        raise Forbidden
    return token


def policy(tx: Transaction) -> SignInPolicy:
    """What the organization asks of members who sign in."""
    return tx.sign_in_policies.get()


def identify(installation: Installation, token: str, now: datetime) -> Member | None:
    """Whose session this is, and what it opens; None when it has ended or never was."""
    row = installation.directory.identify(link.digest(token))
    if row is None:
        return None
    role = MemberRole(row.pop("role"))
    asked, proof = _asked(row), _proof(row["method"], row["factors"], row.pop("proofs"))
    return Member(
        organization=installation.organization(row.pop("organization_id")),
        role=role,
        admission=sign_in_policy.admission(asked, role, proof),
        **row,
    )


def sign_out(installation: Installation, token: str) -> None:
    installation.directory.close_session(link.digest(token))


def _asked(row: dict[str, Any]) -> SignInPolicy:
    values = {name: row.pop(name) for name in sign_in_policies.COLUMNS}
    return SignInPolicy(**values) if values["second_factor"] is not None else SignInPolicy()


def _proof(method: str, factors: int, has: list[bool] | None) -> Proof:
    return Proof(Method(method), factors, *(has or (False, False, True)))
