"""Becoming a member by the link of an invitation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.organizations.refusals import OrganizationFrozen
from core.people.events import RoleChanged
from core.people.refusals import AnotherAddress, InvitationOver
from core.principal import MemberPrincipal
from core.sign_in.sign_in_policy import Method
from core.signing import link
from core.signing.origin import Origin
from tenants.installation import Installation, Organization, email_hash
from tenants.store.directory import SignInAccount
from tenants.store.people.invitations import InvitationTerms
from tenants.store.sign_in.sessions import NewSession
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import ended_sharing
from tenants.use_cases.sign_in import account_creation, organization_switch, signing_in
from tenants.use_cases.sign_in.account_creation import NewAccount


@dataclass(frozen=True, slots=True)
class Invitation:
    """What its link leads to. `account` is whose address it is, when they are known here."""

    terms: InvitationTerms
    account: SignInAccount | None
    token: bytes

    @property
    def signs_in(self) -> bool:
        """Whether this address has an account: then its owner signs in, else chooses a password."""
        return self.account is not None and self.account.belongs


def organization_of(installation: Installation, token: str) -> Organization:
    """Where the link leads. Raises InvitationOver."""
    named = installation.directory.invitation(link.digest(token))
    if named is None:
        raise InvitationOver
    return installation.organization(named.organization_id)


def find(tx: Transaction, token: str, now: datetime) -> Invitation:
    """Raises InvitationOver."""
    terms = tx.invitations.terms(link.digest(token), now)
    if terms is None:
        raise InvitationOver
    account = tx.accounts.account(email_hash(terms.email))
    return Invitation(terms, account, link.digest(token))


def check_usable(invitation: Invitation) -> None:
    """Raises OrganizationFrozen."""
    if invitation.terms.frozen:
        raise OrganizationFrozen


def join_with_new_account(
    tx: Transaction, invitation: Invitation, checked: NewAccount, origin: Origin, now: datetime
) -> str | None:
    """
    The session token of a new person; None for those who have to sign in then.

    `checked` is what they typed, with the slow hash of the password. Raises InvitationOver,
    Invalid, OrganizationFrozen.
    """
    role = _use(tx, invitation, now)
    person_id = account_creation.enrol(tx, invitation.account, checked)
    _join(tx, person_id, role, now)
    # A person with an account may have a second factor, for which the sign-in page asks.
    if invitation.account:
        return None
    session = NewSession(
        *(person_id, tx.organization_id, signing_in.LIFETIME, Method.PASSWORD, 1),
        *(origin.address, origin.user_agent),
    )
    return signing_in.open_session(tx, session)


def join(
    tx: Transaction, invitation: Invitation, member: MemberPrincipal, session: str, now: datetime
) -> str:
    """
    For a member of another organization: the token under which `session` goes on here.

    Raises InvitationOver, AnotherAddress, ForeignSignIn, OrganizationFrozen, and NotFound when
    the session has ended.
    """
    if invitation.account is None or invitation.account.person_id != member.person_id:
        raise AnotherAddress
    organization_switch.check(member)
    _join(tx, member.person_id, _use(tx, invitation, now), now)
    return organization_switch.carry_over(tx, session, tx.organization_id)


def _use(tx: Transaction, invitation: Invitation, now: datetime) -> str:
    """The role it gives. From here on no one else can use it."""
    check_usable(invitation)
    role = tx.invitations.use(invitation.terms.id, invitation.token, now)
    if role is None:
        raise InvitationOver
    return role


def _join(tx: Transaction, person_id: UUID, role: str, now: datetime) -> None:
    if tx.memberships.add(person_id, role):
        ended_sharing.before_joining(tx, person_id, now)
        joined = RoleChanged(person_id=person_id, old="", new=role)
        tx.record_admin((joined,), f"person:{person_id}", now)
