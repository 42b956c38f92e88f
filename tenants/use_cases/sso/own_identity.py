"""A member's own account and the organization's provider: connected while signed in, or not."""

from dataclasses import dataclass
from datetime import datetime

from core.access import MemberRole, Permission
from core.sso import provider_connection, refusals
from core.sso.events import SsoIdentityDisconnected
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotSetUp, OnlyWayIn, SsoFailure
from tenants.member import Member
from tenants.transaction import Transaction
from tenants.use_cases.sso import linking_identities, sso_callback, sso_request
from tenants.use_cases.sso.sso_callback import Answered


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """`issuer` is "" while the organization has no single sign-on; `since` None: not connected."""

    issuer: str
    since: datetime | None
    used_at: datetime | None
    only_way: bool


def own(member: Member) -> OwnIdentity:
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        stored = tx.sso_connections.get()
        if stored is None or not stored.connection.enabled:
            return OwnIdentity("", None, None, False)
        found = tx.sso_identities.of_person(stored.connection.issuer, member.person_id)
        only = tx.sso_identities.is_at_home(member.person_id)
    since, used_at = found or (None, None)
    return OwnIdentity(stored.connection.issuer, since, used_at, only)


def begin(member: Member, browser: str, next_page: str) -> str:
    """Where `browser` is led. Raises NotSetUp, ProviderAway."""
    return sso_request.begin(
        member.organization, Purpose.CONNECT, browser, next_page, member.person_id
    )


def begin_test(member: Member, browser: str) -> str:
    """The whole way, as whoever sets it up, without changing anything. Raises NotSetUp."""
    with member.transaction(Permission.MANAGE_SIGN_IN):
        pass
    return sso_request.begin(member.organization, Purpose.TEST, browser, person_id=member.person_id)


def connect(member: Member | None, answered: Answered, now: datetime) -> None:
    """
    The only way in which an account that was there before is led to.

    `member` is who is signed in while the answer comes. Raises SsoFailure, which is recorded.
    """
    try:
        found = _who_began(member, answered)
        with found.transaction(Permission.OWN_ACCOUNT, alone=True) as tx:
            sso_callback.hold_connection(tx, answered)
            _lead_to(tx, found, answered, now)
    except SsoFailure as failure:
        sso_callback.record(answered.organization, failure, answered.asserted.email, now)
        raise


def disconnect(member: Member, now: datetime) -> None:
    """Raises NotSetUp, OnlyWayIn."""
    with member.transaction(Permission.OWN_ACCOUNT, alone=True) as tx:
        stored = tx.sso_connections.get()
        if stored is None:
            raise NotSetUp
        if tx.sso_identities.is_at_home(member.person_id):
            raise OnlyWayIn
        issuer = stored.connection.issuer
        for subject in tx.sso_identities.remove_of(issuer, member.person_id):
            event = SsoIdentityDisconnected(
                person_id=member.person_id, issuer=issuer, subject=subject
            )
            tx.record_admin((event,), member.actor, now)
        tx.sso_identities.end_sessions(member.person_id)


def check_who_began(member: Member | None, answered: Answered, now: datetime) -> None:
    """For a test. Raises NotWhoBegan, which is recorded; Forbidden."""
    try:
        found = _who_began(member, answered)
    except SsoFailure as failure:
        sso_callback.record(answered.organization, failure, answered.asserted.email, now)
        raise
    with found.transaction(Permission.MANAGE_SIGN_IN):
        pass


def role_in_test(answered: Answered) -> MemberRole:
    """What a newcomer with these groups would become."""
    return provider_connection.role_for(answered.connection, answered.asserted.groups)


def _who_began(member: Member | None, answered: Answered) -> Member:
    """Whoever tries or connects is signed in to this organization as they were when they began."""
    if (
        member is None
        or member.organization.id != answered.organization.id
        or member.person_id != answered.person_id
    ):
        raise refusals.NotWhoBegan
    return member


def _lead_to(tx: Transaction, member: Member, answered: Answered, now: datetime) -> None:
    person_id = member.person_id
    connection, asserted = answered.connection, answered.asserted
    known = linking_identities.known(tx, connection.issuer, asserted.subject)
    if known == person_id:
        return
    if known is not None:
        raise refusals.ConnectedToSomebodyElse
    if tx.sso_identities.of_person(connection.issuer, person_id) is not None:
        raise refusals.ConnectedAlready
    linking_identities.remember(
        tx, person_id, connection, asserted, joined=False, by=member.actor, now=now
    )
