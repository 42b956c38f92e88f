"""Asking somebody by mail to become a member; asking again; taking it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.events.admin_events import InvitationWithdrawn, MemberInvited
from core.jobs.job import Job
from core.organizations.quota import Kind
from core.people import contact
from core.people.membership import INVITATION_LIFETIME
from core.people.refusals import MemberAlready
from core.refusals import Forbidden, Invalid, TooManyMails
from core.signing import link
from tenants import email_addresses
from tenants.identifiers import new_id, new_token
from tenants.installation import Installation, email_hash
from tenants.member import Member, MemberTransaction
from tenants.use_cases.organizations import quotas
from tenants.use_cases.sign_in import account_mail

SHOWN = 50
PERIOD = timedelta(days=1)
MAILS_TO_ADDRESS = 5
MAILS_FROM_ORGANIZATION = 300


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    id: UUID
    email: str
    role: MemberRole
    invited_by: str
    invited_at: datetime
    expires_at: datetime


def invitations(member: Member, search: str = "") -> tuple[OpenInvitation, ...]:
    """
    The latest first of those that were not used yet, expired ones too: up to one more than SHOWN.

    Those with each word of `search` in their address.
    """
    words = contact.words(search)
    with member.transaction(Permission.READ_PEOPLE) as tx:
        rows = tx.all(
            "select i.id, i.email, i.role, coalesce(p.name, '') as invited_by, i.invited_at,"
            " i.expires_at from invitations i left join known_people p on p.id = i.invited_by"
            " order by i.invited_at desc, i.id limit %s",
            None if words else SHOWN + 1,
        )
    rows = [row for row in rows if contact.has(words, row["email"])][: SHOWN + 1]
    return tuple(OpenInvitation(**row | {"role": MemberRole(row["role"])}) for row in rows)


def invite(member: Member, typed: str, role: MemberRole, now: datetime) -> None:
    """
    An earlier invitation of the same address is replaced.

    Raises Invalid(email=...), Forbidden, TooManyMails.
    """
    email = email_addresses.check(typed)
    token, job = _letter(member, email)
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        if not access.may_give(tx.role, None, role):
            raise Forbidden
        # Those whom an identity provider brought are not found by their hash.
        if tx.maybe(
            "select 1 from people where email_hash = %s or lower(email) = lower(%s) limit 1",
            *(email_hash(email), email),
        ):
            raise Invalid(email=MemberAlready.message)
        again = tx.maybe(
            "select 1 from invitations where email_hash = %s and expires_at > %s",
            *(email_hash(email), now),
        )
        quotas.require(tx, Kind.MEMBERS, now, adding=0 if again else 1)
        row = tx.one(
            "insert into invitations (organization_id, id, email, email_hash, role, invited_by,"
            " invited_at, expires_at, token_hash) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, email_hash) do update set email = excluded.email,"
            " role = excluded.role, invited_by = excluded.invited_by,"
            " invited_at = excluded.invited_at, expires_at = excluded.expires_at,"
            " token_hash = excluded.token_hash returning id",
            *(tx.organization_id, new_id(), email, email_hash(email), role, member.person_id),
            *(now, now + INVITATION_LIFETIME, link.digest(token)),
        )
        _record(tx, row["id"], email, role, job, now)


def resend(member: Member, invitation_id: UUID, now: datetime) -> None:
    """A new link for another week; the old one ends. Raises NotFound, Forbidden, TooManyMails."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        email = tx.one("select email from invitations where id = %s", invitation_id)["email"]
    token, job = _letter(member, email)
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        row = tx.one(
            "update invitations set token_hash = %s, invited_at = %s, expires_at = %s"
            " where id = %s returning role",
            *(link.digest(token), now, now + INVITATION_LIFETIME, invitation_id),
        )
        role = MemberRole(row["role"])
        if not access.may_give(tx.role, None, role):
            raise Forbidden
        _record(tx, invitation_id, email, role, job, now)


def withdraw(member: Member, invitation_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        row = tx.one("delete from invitations where id = %s returning email", invitation_id)
        withdrawn = InvitationWithdrawn(invitation_id=invitation_id, email=row["email"])
        tx.administer((withdrawn,), member.actor, now)


def count_mail(
    installation: Installation, kind: str, by: bytes, email: str, most: int = MAILS_TO_ADDRESS
) -> None:
    """
    Strangers are not flooded through us. Raises TooManyMails.

    `by` is who has it mailed: what one organization or network does stops no other one.
    """
    key = installation.attempt_key(f"mail {kind}", by + b"\0" + email_hash(email))
    if installation.door.count_attempt(key, PERIOD) > most:
        raise TooManyMails


def _letter(member: Member, email: str) -> tuple[str, Job]:
    """The secret of a new link, and the job that mails it. Raises TooManyMails."""
    installation = member.organization.installation
    key = installation.attempt_key("inviting", member.organization.id.bytes)
    if installation.door.count_attempt(key, PERIOD) > MAILS_FROM_ORGANIZATION:
        raise TooManyMails
    count_mail(installation, "membership", member.organization.id.bytes, email)
    token = new_token()
    words = account_mail.Words(
        kind="membership",
        name="",
        address=email,
        link=f"/invitations/{token}",
        values={"invited_by": member.name},
    )
    return token, account_mail.letter(member.organization, words)


def _record(
    tx: MemberTransaction, id: UUID, email: str, role: MemberRole, job: Job, now: datetime
) -> None:
    tx.jobs.add(tx.organization_id, [job])
    invited = MemberInvited(invitation_id=id, role=role, email=email)
    tx.administer((invited,), tx.member.actor, now)
