"""Closing an organization, and keeping it open after all while there is time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.events.admin_events import OrganizationClosing, OrganizationKept
from core.jobs.job import Job
from core.retention import closing
from core.retention.closing import GRACE
from core.retention.refusals import AlreadyClosed, AlreadyClosing, OnHold
from tenants.member import Member
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import legal_holds
from tenants.use_cases.sign_in import account_mail, account_security
from tenants.use_cases.sign_in.account_mail import Words

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Closing:
    """`closes_at` is None while nobody wants to close it; `held` is what puts the end off."""

    closes_at: datetime | None
    held: bool
    members: int
    envelopes: int


def closing_of(member: Member) -> Closing:
    with member.transaction(Permission.CLOSE_ORGANIZATION) as tx:
        row = tx.one(
            "select closes_at, (select count(*) from memberships) as members,"
            " (select count(*) from (select from envelopes limit 10001) e) as envelopes"
            " from organizations"
        )
        return Closing(held=legal_holds.any_held(tx), **row)


def close(member: Member, slug: str, proof: str, now: datetime) -> None:
    """
    After the time of grace. `proof` is the member's password or a code of theirs.

    Raises Invalid(slug=..., proof=...), AlreadyClosing, OnHold, TooManyAttempts,
    SignedInThroughOrganization.
    """
    closing.check_slug(slug, member.slug)
    with account_security.proved(member, proof, now):
        pass
    with member.transaction(Permission.CLOSE_ORGANIZATION) as tx:
        row = tx.one("select closes_at from organizations for update")
        if row["closes_at"] is not None:
            raise AlreadyClosing
        if legal_holds.any_held(tx):
            raise OnHold
        closes_at = now + GRACE
        tx.run("update organizations set closes_at = %s", closes_at)
        tx.administer((OrganizationClosing(closes_at=closes_at),), member.actor, now)


def keep(member: Member, now: datetime) -> None:
    """Call it off. A second time changes nothing. Raises AlreadyClosed."""
    with member.transaction(Permission.CLOSE_ORGANIZATION) as tx:
        row = tx.one("select closes_at, wrapped_key = '' as gone from organizations for update")
        if row["gone"]:
            raise AlreadyClosed
        if row["closes_at"] is not None:
            tx.run("update organizations set closes_at = null")
            tx.administer((OrganizationKept(),), member.actor, now)


def tell(job: LeasedJob) -> None:
    """Mail the members, some at a time: that it is closed, or that it stays open after all."""
    after = job.said("after", UUID) if "after" in job.arguments else UUID(int=0)
    with job.organization.transaction() as tx:
        rows = tx.all(
            "select p.id, p.name, p.email from memberships m join people p on p.id = m.person_id"
            " where p.id > %s order by p.id limit %s",
            *(after, AT_ONCE),
        )
    said = {"day": job.said("day", str)}
    letters = [
        account_mail.letter(
            job.organization,
            Words(job.said("letter", str), row["name"], row["email"], "/", said),
        )
        for row in rows
    ]
    with job.organization.transaction() as tx:
        tx.jobs.add(tx.organization_id, letters)
        if len(rows) == AT_ONCE:
            following = {**job.arguments, "after": str(rows[-1]["id"])}
            tx.jobs.add(tx.organization_id, [Job(job.kind, following)])
        tx.jobs.done(job)
