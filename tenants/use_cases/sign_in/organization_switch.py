"""From one organization to another, for people who belong to several."""

from uuid import UUID

from core.people.refusals import ForeignSignIn
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.directory import Membership


def memberships(member: Member) -> tuple[Membership, ...]:
    """
    All organizations of this person, the oldest membership first.

    Where one organization's own provider vouched for them, it learns of no other.
    """
    found = _memberships(member)
    if member.method == "sso":
        return tuple(m for m in found if m.organization_id == member.organization.id)
    return found


def switch(member: Member, session: str, organization_id: UUID) -> str:
    """
    The token under which the session goes on there; `session`, the old one, opens nothing more.

    Raises NotFound where they are no member, ForeignSignIn for a session that one organization's
    own identity provider vouched for: it says nothing to another one.
    """
    if all(m.organization_id != organization_id for m in _memberships(member)):
        raise NotFound
    check(member)
    return carry_over(member.organization.installation, session, organization_id)


def check(member: Member) -> None:
    """Whether this session says who somebody is elsewhere, too. Raises ForeignSignIn."""
    if member.method == "sso":
        raise ForeignSignIn


def carry_over(installation: Installation, session: str, organization_id: UUID) -> str:
    """
    The new token. It ends when the old one would have. Raises NotFound when it has ended.

    What the other organization asks of whoever signs in is asked at its first request there.
    """
    token = new_token()
    if not installation.door.carry_session(
        link.digest(session), link.digest(token), organization_id
    ):
        raise NotFound
    return token


def _memberships(member: Member) -> tuple[Membership, ...]:
    return member.organization.installation.door.memberships_of(member.person_id)
