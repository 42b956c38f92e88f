"""Becoming a member by the link of an invitation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import MemberRole
from core.envelopes.recipient import Origin
from core.events.admin_events import RoleChanged
from core.organizations.refusals import OrganizationFrozen
from core.people.refusals import AnotherAddress, InvitationOver
from core.sign_in.sign_in_policy import Method
from core.signing import link
from tenants.installation import Installation, email_hash
from tenants.member import Member
from tenants.organization import Organization, Transaction
from tenants.store.directory import Account, NewSession
from tenants.use_cases.sign_in import account_creation, organization_switch, signing_in


@dataclass(frozen=True, slots=True)
class Invitation:
    """What its link leads to. `account` is whose address it is, when they are known here."""

    organization: Organization
    id: UUID
    email: str
    role: MemberRole
    organization_name: str
    invited_by: str
    frozen: bool
    account: Account | None

    @property
    def signs_in(self) -> bool:
        """Whoever has this address signs in to accept; anybody else chooses a password."""
        return self.account is not None and self.account.belongs


def find(installation: Installation, token: str, now: datetime) -> Invitation:
    """Raises InvitationOver."""
    named = installation.door.invitation(link.digest(token))
    if named is None:
        raise InvitationOver
    organization = installation.organization(named.organization_id)
    with organization.transaction() as tx:
        row = tx.maybe(
            "select i.id, i.email, i.role, o.name as organization_name,"
            " coalesce(p.name, '') as invited_by,"
            " coalesce(o.suspended_at, o.closes_at) is not null as frozen"
            " from invitations i cross join organizations o"
            " left join known_people p on p.id = i.invited_by"
            " where i.id = %s and i.expires_at > %s",
            *(named.id, now),
        )
    if row is None:
        raise InvitationOver
    account = installation.door.account(email_hash(row["email"]))
    role = MemberRole(row["role"])
    return Invitation(organization=organization, account=account, **row | {"role": role})


def join_anew(
    installation: Installation,
    token: str,
    typed: account_creation.Newcomer,
    origin: Origin,
    now: datetime,
) -> str | None:
    """
    The session token of somebody new; None for those who have to sign in first, or then.

    Raises InvitationOver, Invalid, OrganizationFrozen.
    """
    invitation = find(installation, token, now)
    _check(invitation)
    if invitation.signs_in:
        return None
    checked = account_creation.check(invitation.email, typed)
    person_id = _join(
        invitation, token, lambda tx: account_creation.enrol(tx, invitation.account, checked), now
    )
    # Somebody who was here before may have a second factor, for which the sign-in page asks.
    if invitation.account:
        return None
    return _session(invitation, person_id, origin)


def join(member: Member, session: str, token: str, now: datetime) -> str:
    """
    For somebody signed in elsewhere: the token under which `session` goes on here.

    Raises InvitationOver, AnotherAddress, ForeignSignIn, OrganizationFrozen.
    """
    installation = member.organization.installation
    invitation = find(installation, token, now)
    _check(invitation)
    if invitation.account is None or invitation.account.person_id != member.person_id:
        raise AnotherAddress
    organization_switch.check(member)
    _join(invitation, token, lambda _: member.person_id, now)
    return organization_switch.carry_over(installation, session, invitation.organization.id)


def _check(invitation: Invitation) -> None:
    if invitation.frozen:
        raise OrganizationFrozen


def _join(
    invitation: Invitation, token: str, who: Callable[[Transaction], UUID], now: datetime
) -> UUID:
    """The invitation becomes a membership, once: `who` is asked when nobody else can use it."""
    with invitation.organization.transaction() as tx:
        used = tx.maybe(
            "delete from invitations where id = %s and token_hash = %s and expires_at > %s"
            " returning role",
            *(invitation.id, link.digest(token), now),
        )
        if used is None:
            raise InvitationOver
        person_id = who(tx)
        added = tx.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, person_id, used["role"]),
        )
        if added:
            joined = RoleChanged(person_id=person_id, old="", new=used["role"])
            tx.administer((joined,), f"person:{person_id}", now)
    return person_id


def _session(invitation: Invitation, person_id: UUID, origin: Origin) -> str:
    organization_id = invitation.organization.id
    return signing_in.begin(
        invitation.organization.installation,
        NewSession(
            *(person_id, organization_id, signing_in.LIFETIME, Method.PASSWORD, 1),
            *(origin.address, origin.user_agent),
        ),
    )
