"""The sessions of the member who asks: where they are signed in, and ending it there."""

from uuid import UUID

from core.access import Permission
from core.refusals import NotFound
from core.sign_in.refusals import SignInLapsed
from core.sign_in.sign_in_policy import Method
from tenants.store.sign_in.sessions import NewSession, OpenSession
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import signing_in

OWN = Permission.OWN_ACCOUNT


def sessions(tx: Transaction) -> tuple[OpenSession, ...]:
    """
    Those that have not ended; the one that was used last first.

    An organization's provider answers for sessions in that organization only: whoever came
    through it sees no other.
    """
    tx.require(OWN)
    found = tx.sessions.of(tx.member.person_id)
    return tuple(s for s in found if _is_within_reach(tx, s))


def end(tx: Transaction, session_id: UUID) -> None:
    """Raises NotFound: not theirs, or ended."""
    if session_id not in {session.id for session in sessions(tx)}:
        raise NotFound
    if not tx.sessions.end(tx.member.person_id, session_id):
        raise NotFound


def end_others(tx: Transaction) -> int:
    """How many there were."""
    others = [s.id for s in sessions(tx) if s.id != tx.member.session_id]
    person_id = tx.member.person_id
    if tx.member.method != Method.SSO:
        return tx.sessions.end_others(person_id, tx.member.session_id)
    return sum(tx.sessions.end(person_id, session_id) for session_id in others)


def strengthen(tx: Transaction, method: str, address: str, user_agent: str) -> str:
    """
    The token of a session that counts for two factors, instead of the one there is.

    Raises SignInLapsed: it was ended meanwhile, and nothing takes its place.
    """
    tx.require(OWN)
    member = tx.member
    session = NewSession(
        person_id=member.person_id,
        organization_id=tx.organization_id,
        lifetime=signing_in.LIFETIME,
        method=method,
        factors=2,
        address=address,
        user_agent=user_agent,
    )
    if not tx.sessions.end(member.person_id, member.session_id):
        raise SignInLapsed
    return signing_in.open_session(tx, session)


def _is_within_reach(tx: Transaction, session: OpenSession) -> bool:
    if tx.member.method != Method.SSO:
        return True
    same = session.organization_id == tx.organization_id
    return same and session.method == Method.SSO
