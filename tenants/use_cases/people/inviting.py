"""Invitations to become a member: sent by mail, sent again, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access, list_cursor
from core.access import MemberRole, Permission
from core.organizations.quota import Kind
from core.people import contact
from core.people.events import InvitationWithdrawn, MemberInvited
from core.people.refusals import MemberAlready
from core.refusals import Forbidden, Invalid
from core.signing import link
from tenants import email_addresses
from tenants.identifiers import new_token
from tenants.installation import email_hash
from tenants.store.people.invitations import OpenInvitation
from tenants.transaction import Transaction
from tenants.use_cases.organizations import quotas
from tenants.use_cases.sign_in import account_mail, mail_limits

SHOWN = 50


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """`next` is where the next page begins; "" at the end."""

    invitations: tuple[OpenInvitation, ...]
    next: str


def invitations(tx: Transaction, search: str = "") -> tuple[OpenInvitation, ...]:
    """
    The latest first of those that were not used yet, expired ones too: up to one more than SHOWN.

    Those with each word of `search` in their address.
    """
    tx.require(Permission.READ_PEOPLE)
    words = contact.words(search)
    found = tx.invitations.latest(None if words else SHOWN + 1)
    return tuple(each for each in found if contact.has(words, each.email))[: SHOWN + 1]


def page(tx: Transaction, after: str, most: int) -> InvitationPage:
    """The latest first, expired ones too: up to `most` of those after one."""
    tx.require(Permission.READ_PEOPLE)
    found = tx.invitations.page(list_cursor.read_time(after), most + 1)
    last = found[most - 1] if len(found) > most else None
    following = list_cursor.written(last.invited_at.isoformat(), last.id) if last else ""
    return InvitationPage(found[:most], following)


def find(tx: Transaction, invitation_id: UUID) -> OpenInvitation:
    """Raises NotFound, also for one that was used."""
    tx.require(Permission.READ_PEOPLE)
    return tx.invitations.get(invitation_id)


def invite(tx: Transaction, typed: str, role: MemberRole, now: datetime) -> UUID:
    """
    Its id. An earlier invitation of the same address is replaced.

    Raises Invalid(email=...), Forbidden, TooManyMails.
    """
    tx.require(Permission.MANAGE_PEOPLE)
    email = email_addresses.check(typed)
    hashed, token = email_hash(email), new_token()
    _check_role(tx, role)
    if tx.memberships.is_address_taken(email, hashed):
        raise Invalid(email=MemberAlready.message)
    again = tx.invitations.is_open(hashed, now)
    quotas.require(tx, Kind.MEMBERS, now, adding=0 if again else 1)
    by = tx.member.person_id
    id = tx.invitations.put(email, hashed, role, by, link.digest(token), now)
    _send(tx, id, email, role, token, now)
    return id


def resend(tx: Transaction, invitation_id: UUID, now: datetime) -> None:
    """A new link for another week; the old one ends. Raises NotFound, Forbidden, TooManyMails."""
    tx.require(Permission.MANAGE_PEOPLE)
    token = new_token()
    email, role = tx.invitations.renew(invitation_id, link.digest(token), now)
    _check_role(tx, role)
    _send(tx, invitation_id, email, role, token, now)


def withdraw(tx: Transaction, invitation_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_PEOPLE)
    email = tx.invitations.remove(invitation_id)
    withdrawn = InvitationWithdrawn(invitation_id=invitation_id, email=email)
    tx.record_admin((withdrawn,), tx.principal.actor, now)


def _check_role(tx: Transaction, role: MemberRole) -> None:
    """Raises Forbidden; to a program always for owners: a person of theirs invites them."""
    if not access.may_give(tx.role, None, role):
        raise Forbidden
    if role is MemberRole.OWNER:
        tx.require(Permission.MANAGE_OWNERS)


def _send(
    tx: Transaction, id: UUID, email: str, role: MemberRole, token: str, now: datetime
) -> None:
    """Mail the link and write it down. Raises TooManyMails."""
    mail_limits.count_invitation(tx, email)
    words = account_mail.Words(
        kind="membership",
        name="",
        address=email,
        link=f"/invitations/{token}",
        values={"invited_by": tx.member.name},
    )
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])
    invited = MemberInvited(invitation_id=id, role=role, email=email)
    tx.record_admin((invited,), tx.principal.actor, now)
