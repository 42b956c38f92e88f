"""From one organization to another, for people who belong to several."""

from uuid import UUID

from core.recipient import Origin
from core.refusals import ForeignSignIn, NotFound
from tenants.door import Membership, NewSession
from tenants.member import Member
from tenants.use_cases import signing_in


def memberships(member: Member) -> tuple[Membership, ...]:
    """
    All organizations of this person, the oldest membership first.

    Where one organization's own provider vouched for them, it learns of no other.
    """
    found = _memberships(member)
    if member.method == "sso":
        return tuple(m for m in found if m.organization_id == member.organization.id)
    return found


def switch(member: Member, session: str, organization_id: UUID, origin: Origin) -> str:
    """
    The token of a new session there; `session`, the token of the old one, ends.

    Raises NotFound where they are no member, ForeignSignIn for a session that one organization's
    own identity provider vouched for: it says nothing to another one.
    """
    if all(m.organization_id != organization_id for m in _memberships(member)):
        raise NotFound
    if member.method == "sso":
        raise ForeignSignIn
    installation = member.organization.installation
    token = signing_in.begin(
        installation,
        NewSession(
            person_id=member.person_id,
            organization_id=organization_id,
            lifetime=signing_in.LIFETIME,
            method=member.method,
            factors=member.factors,
            address=origin.address,
            user_agent=origin.user_agent,
        ),
    )
    signing_in.sign_out(installation, session)
    return token


def _memberships(member: Member) -> tuple[Membership, ...]:
    return member.organization.installation.door.memberships_of(member.person_id)
