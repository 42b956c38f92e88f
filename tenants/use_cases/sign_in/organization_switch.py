"""From one organization to another, for people who belong to several."""

from uuid import UUID

from core.access import Permission
from core.people.refusals import ForeignSignIn
from core.principal import MemberPrincipal
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_token
from tenants.member import Member
from tenants.store.directory import Membership
from tenants.transaction import Transaction


def memberships(member: Member) -> tuple[Membership, ...]:
    """
    All organizations of this person, the oldest membership first.

    Where one organization's own provider vouched for them, it learns of no other. Asked of the
    directory without a transaction: the menu of every page shows them.
    """
    found = member.organization.installation.directory.memberships_of(member.person_id)
    if member.method == "sso":
        return tuple(m for m in found if m.organization_id == member.organization.id)
    return found


def switch(tx: Transaction, session: str, organization_id: UUID) -> str:
    """
    The token under which the session goes on there; `session`, the old one, opens nothing more.

    Raises NotFound where they are no member, ForeignSignIn for a session that one organization's
    own identity provider vouched for: it says nothing to another one.
    """
    tx.require(Permission.OWN_ACCOUNT)
    found = tx.accounts.memberships_of(tx.member.person_id)
    if all(m.organization_id != organization_id for m in found):
        raise NotFound
    check(tx.member)
    return carry_over(tx, session, organization_id)


def check(member: MemberPrincipal) -> None:
    """Check that the session counts in other organizations. Raises ForeignSignIn."""
    if member.method == "sso":
        raise ForeignSignIn


def carry_over(tx: Transaction, session: str, organization_id: UUID) -> str:
    """
    The new token. It ends when the old one would have. Raises NotFound when it has ended.

    What the other organization asks of its members is asked at the first request there.
    """
    token = new_token()
    if not tx.sessions.carry(link.digest(session), link.digest(token), organization_id):
        raise NotFound
    return token
