"""Closing an organization, and keeping it open after all while there is time."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.jobs.job import Job
from core.organizations.events import OrganizationClosing, OrganizationKept
from core.retention.closing import GRACE
from core.retention.refusals import AlreadyClosed, AlreadyClosing, OnHold
from tenants.leased_job import LeasedJob
from tenants.store.retention.organization_end import ClosingStatus, MemberAddress
from tenants.transaction import Transaction
from tenants.use_cases.retention import legal_holds
from tenants.use_cases.sign_in import account_mail, reauthentication
from tenants.use_cases.sign_in.account_mail import Words
from tenants.use_cases.sign_in.reauthentication import Reauthentication

AT_ONCE = 100


def status(tx: Transaction) -> tuple[ClosingStatus, bool]:
    """When it ends and what it has; and whether a legal hold puts the end off."""
    tx.require(Permission.CLOSE_ORGANIZATION)
    return tx.organization_end.status(), legal_holds.any_held(tx)


def close(tx: Transaction, proof: Reauthentication, now: datetime) -> None:
    """
    After the time of grace, for a member who shows again that it is them.

    Raises AlreadyClosing, OnHold, Invalid(proof=...), SignedInThroughOrganization.
    """
    tx.require(Permission.CLOSE_ORGANIZATION)
    if tx.organization_end.lock_day() is not None:
        raise AlreadyClosing
    if legal_holds.any_held(tx):
        raise OnHold
    # The organization is locked before the account, as when it is taken apart.
    reauthentication.require(tx, proof, now)
    closes_at = now + GRACE
    tx.organization_end.set_day(closes_at)
    tx.record_admin((OrganizationClosing(closes_at=closes_at),), tx.principal.actor, now)


def keep(tx: Transaction, now: datetime) -> None:
    """Call it off. A second time changes nothing. Raises AlreadyClosed."""
    tx.require(Permission.CLOSE_ORGANIZATION)
    closes_at = tx.organization_end.lock_day()
    if tx.organization_end.has_begun():
        raise AlreadyClosed
    if closes_at is not None:
        tx.organization_end.set_day(None)
        tx.record_admin((OrganizationKept(),), tx.principal.actor, now)


def members(tx: Transaction, job: LeasedJob) -> list[MemberAddress]:
    """The next members to be mailed, at most AT_ONCE."""
    after = job.argument("after", UUID) if "after" in job.arguments else UUID(int=0)
    return tx.organization_end.members(after, AT_ONCE)


def letters(job: LeasedJob, members: list[MemberAddress]) -> list[Job]:
    """What they are mailed: that it is closed, or that it stays open after all."""
    kind, day = job.argument("letter", str), {"day": job.argument("day", str)}
    return [
        account_mail.letter(job.organization, Words(kind, m.name, m.email, "/", day))
        for m in members
    ]


def mail(tx: Transaction, job: LeasedJob, members: list[MemberAddress], letters: list[Job]) -> None:
    """Send these letters; the members after them are a job of its own."""
    tx.jobs.add(tx.organization_id, letters)
    if len(members) == AT_ONCE:
        following = {**job.arguments, "after": str(members[-1].id)}
        tx.jobs.add(tx.organization_id, [Job(job.kind, following)])
    tx.jobs.done(job)
