"""How somebody signs in, as they look after it themselves: password, second factors, sessions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.refusals import Invalid, NotFound, sentence
from core.sign_in.refusals import SignedInThroughOrganization, SignInLapsed
from core.sign_in.sign_in_policy import Method, SignInPolicy
from tenants.member import Member
from tenants.store.directory import NewSession
from tenants.store.sign_in.accounts import Accounts, Factors, OpenSession, Passkey
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import (
    account_mail,
    attempt_limits,
    passwords,
    second_factors,
    signing_in,
)
from tenants.use_cases.sign_in.account_mail import Words

OWN = Permission.OWN_ACCOUNT
PAGE = "/settings/security"
# Whoever signed in so recently need not show again that it is them to add what signs them in.
FRESH = timedelta(minutes=10)
WRONG_PASSWORD = sentence("This is not your password. Enter the one that you sign in with.")


@dataclass(frozen=True, slots=True)
class Security:
    """What the page about one's own security shows."""

    factors: Factors
    passkeys: tuple[Passkey, ...]
    policy: SignInPolicy


def security(member: Member) -> Security:
    """Raises SignedInThroughOrganization."""
    with own(member) as (tx, accounts):
        return Security(
            accounts.factors_of(member.person_id),
            accounts.passkeys_of(member.person_id),
            signing_in.policy(tx),
        )


def is_fresh(member: Member) -> bool:
    """Whether they signed in a few minutes ago, by the database's clock."""
    with member.transaction(OWN) as tx:
        now, found = tx.accounts.now(), tx.accounts.sessions_of(member.person_id)
    return any(s.id == member.session_id and s.created_at > now - FRESH for s in found)


def change_password(member: Member, old: str, new: str, now: datetime) -> None:
    """
    Ends all other sessions. Raises Invalid(old_password=..., password=...), TooManyAttempts,
    SignedInThroughOrganization.
    """
    installation = member.organization.installation
    attempt_limits.count_proof(installation, member.person_id)
    told = notice(member, "password_changed")
    with own(member) as (tx, accounts):
        errors = {}
        if not passwords.matches(accounts.password_of(member.person_id), old):
            errors["old_password"] = WRONG_PASSWORD
        try:
            hashed = passwords.hashed(new, member.email, member.name)
        except Invalid as invalid:
            errors |= invalid.errors
        if errors:
            raise Invalid(**errors)
        accounts.set_password(member.person_id, hashed, member.session_id)
        tx.jobs.add(tx.organization_id, [told])
    attempt_limits.forgive_proof(installation, member.person_id)


def sessions(member: Member) -> tuple[OpenSession, ...]:
    """
    Those that have not ended; the one that was used last first.

    An organization's provider answers for sessions in that organization only: whoever came
    through it sees no other.
    """
    with member.transaction(OWN) as tx:
        found = Accounts(tx.rows.connection).sessions_of(member.person_id)
    return tuple(s for s in found if _is_within_reach(member, s))


def end_session(member: Member, session_id: UUID) -> None:
    """Raises NotFound: not theirs, or ended."""
    if session_id not in {session.id for session in sessions(member)}:
        raise NotFound
    with member.transaction(OWN) as tx:
        if not Accounts(tx.rows.connection).end_session(member.person_id, session_id):
            raise NotFound


def end_other_sessions(member: Member) -> int:
    """How many there were."""
    others = [s.id for s in sessions(member) if s.id != member.session_id]
    with member.transaction(OWN) as tx:
        accounts = Accounts(tx.rows.connection)
        if member.method != Method.SSO:
            return accounts.end_other_sessions(member.person_id, member.session_id)
        return sum(accounts.end_session(member.person_id, session_id) for session_id in others)


def strengthen(member: Member, method: str, address: str, user_agent: str) -> str:
    """
    The token of a session that counts for two factors, instead of the one there is.

    Raises SignInLapsed: it was ended meanwhile, and nothing takes its place.
    """
    session = NewSession(
        person_id=member.person_id,
        organization_id=member.organization.id,
        lifetime=signing_in.LIFETIME,
        method=method,
        factors=2,
        address=address,
        user_agent=user_agent,
    )
    with member.transaction(OWN) as tx:
        if not Accounts(tx.rows.connection).end_session(member.person_id, member.session_id):
            raise SignInLapsed
        return signing_in.open_session(tx, session)


# For the use cases beside this one


@contextmanager
def own(member: Member) -> Iterator[tuple[Transaction, Accounts]]:
    """
    A transaction about one's own account. Raises SignedInThroughOrganization.

    An account may be used in other organizations too: whom one organization's provider lets in
    must not come near what opens the others.
    """
    if member.method == Method.SSO:
        raise SignedInThroughOrganization
    with member.transaction(OWN) as tx:
        accounts = Accounts(tx.rows.connection)
        # One change after the other, and none beside a sign-in.
        accounts.hold(member.person_id, alone=True)
        yield tx, accounts


@contextmanager
def proved(member: Member, proof: str, now: datetime) -> Iterator[tuple[Transaction, Accounts]]:
    """The same, for somebody who shows again that it is them. Raises Invalid(proof=...) too."""
    installation = member.organization.installation
    attempt_limits.count_proof(installation, member.person_id)
    with own(member) as (tx, accounts):
        second_factors.prove(member, accounts, proof, now)
        yield tx, accounts
    attempt_limits.forgive_proof(installation, member.person_id)


@contextmanager
def fresh(member: Member, proof: str, now: datetime) -> Iterator[tuple[Transaction, Accounts]]:
    """
    `own` for somebody who signed in a few minutes ago; `proved` for anybody else.

    A session that somebody left open, or lost, is not enough to add a key of one's own to it.
    """
    with own(member) if is_fresh(member) else proved(member, proof, now) as found:
        yield found


def notice(member: Member, kind: str, values: Mapping[str, str] | None = None) -> Job:
    """A mail that tells somebody what was changed about their account."""
    words = Words(kind, member.name, member.email, link=PAGE, values=dict(values or {}))
    return account_mail.letter(member.organization, words)


def _is_within_reach(member: Member, session: OpenSession) -> bool:
    if member.method != Method.SSO:
        return True
    same = session.organization_id == member.organization.id
    return same and session.method == Method.SSO
