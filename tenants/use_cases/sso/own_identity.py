"""A member's own account and the organization's provider: connected while signed in, or not."""

from dataclasses import dataclass
from datetime import datetime

from core.access import MemberRole, Permission
from core.sso import provider_connection, refusals
from core.sso.events import SsoIdentityDisconnected
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotSetUp, OnlyWayIn
from tenants.member import Member
from tenants.transaction import Transaction
from tenants.use_cases.sso import linking_identities, sso_callback, sso_request
from tenants.use_cases.sso.sso_callback import VerifiedAnswer
from tenants.use_cases.sso.sso_request import SsoRequest


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """`issuer` is "" while the organization has no single sign-on; `since` None: not connected."""

    issuer: str
    since: datetime | None
    used_at: datetime | None
    only_way: bool


def own(tx: Transaction) -> OwnIdentity:
    tx.require(Permission.OWN_ACCOUNT)
    stored = tx.sso_connections.get()
    if stored is None or not stored.connection.enabled:
        return OwnIdentity("", None, None, False)
    found = tx.sso_identities.of_person(stored.connection.issuer, tx.member.person_id)
    only = tx.sso_identities.is_at_home(tx.member.person_id)
    since, used_at = found or (None, None)
    return OwnIdentity(stored.connection.issuer, since, used_at, only)


def connection(tx: Transaction) -> SsoRequest:
    """By which the member is led to the provider to be connected. Raises NotSetUp."""
    tx.require(Permission.OWN_ACCOUNT)
    return sso_request.connection(tx, Purpose.CONNECT)


def connection_to_test(tx: Transaction) -> SsoRequest:
    """To try the sign-in by the provider without changing anything. Raises NotSetUp."""
    tx.require(Permission.MANAGE_SIGN_IN)
    return sso_request.connection(tx, Purpose.TEST)


def connect(tx: Transaction, answer: VerifiedAnswer, now: datetime) -> None:
    """
    Link the account of the member to the provider. No existing account is linked in another way.

    The caller has checked with `initiator` that the answer is theirs. Raises SsoFailure.
    """
    tx.lock_exclusive("people")
    tx.require(Permission.OWN_ACCOUNT)
    sso_callback.lock_connection(tx, answer)
    _link(tx, answer, now)


def disconnect(tx: Transaction, now: datetime) -> None:
    """Raises NotSetUp, OnlyWayIn."""
    tx.lock_exclusive("people")
    tx.require(Permission.OWN_ACCOUNT)
    person_id = tx.member.person_id
    stored = tx.sso_connections.get()
    if stored is None:
        raise NotSetUp
    if tx.sso_identities.is_at_home(person_id):
        raise OnlyWayIn
    issuer = stored.connection.issuer
    for subject in tx.sso_identities.remove_of(issuer, person_id):
        event = SsoIdentityDisconnected(person_id=person_id, issuer=issuer, subject=subject)
        tx.record_admin((event,), tx.principal.actor, now)
    tx.sso_identities.end_sessions(person_id)


def check_tester(tx: Transaction) -> None:
    """Raises Forbidden for a member who may not manage sign-in any more."""
    tx.require(Permission.MANAGE_SIGN_IN)


def role_in_test(answer: VerifiedAnswer) -> MemberRole:
    """What a newcomer with these groups would become."""
    return provider_connection.role_for(answer.connection, answer.asserted.groups)


def initiator(member: Member | None, answer: VerifiedAnswer) -> Member:
    """
    The member who tries or connects: still signed in to this organization, as when they began.

    `member` is who is signed in while the answer comes. Raises NotWhoBegan.
    """
    if (
        member is None
        or member.organization.id != answer.organization.id
        or member.person_id != answer.person_id
    ):
        raise refusals.NotWhoBegan
    return member


def _link(tx: Transaction, answer: VerifiedAnswer, now: datetime) -> None:
    person_id = tx.member.person_id
    connection, asserted = answer.connection, answer.asserted
    known = linking_identities.linked_person(tx, connection.issuer, asserted.subject)
    if known == person_id:
        return
    if known is not None:
        raise refusals.ConnectedToSomebodyElse
    if tx.sso_identities.of_person(connection.issuer, person_id) is not None:
        raise refusals.ConnectedAlready
    linking_identities.link(
        tx, person_id, connection, asserted, joined=False, by=tx.principal.actor, now=now
    )
