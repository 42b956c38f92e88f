"""The domains whose addresses sign in through an organization: proved by DNS, and nothing else."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.access import Permission
from core.jobs.job import Job
from core.refusals import Invalid, NotFound, sentence
from core.sso import domain_verification
from core.sso.events import (
    DomainClaimed,
    DomainLost,
    DomainRemoved,
    DomainTakenElsewhere,
    DomainVerified,
)
from core.sso.refusals import DomainTaken, NameServerAway, RecordNotFound, TooManyDomains
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.network import dns_records
from tenants.network.bulkhead import Busy
from tenants.network.dns_records import NoAnswer
from tenants.transaction import Transaction
from tenants.use_cases.sso import linking_identities

DAILY = timedelta(days=1)
SOON = timedelta(hours=1)
PATIENCE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Domain:
    """`record` and `value` are the TXT record that proves it."""

    domain: str
    readable: str
    record: str
    value: str
    verified_at: datetime | None
    last_checked_at: datetime | None
    failing_since: datetime | None


def domains(member: Member) -> tuple[Domain, ...]:
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        return tuple(_domain(row) for row in tx.sso_domains.all())


def claim(member: Member, typed: str, now: datetime) -> None:
    """Raises Invalid(domain=...), TooManyDomains."""
    domain = dns_records.ascii_domain(typed)
    domain_verification.check(domain)
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        tx.lock_exclusive("sso")
        if tx.sso_domains.count() >= domain_verification.LIMIT:
            raise TooManyDomains
        if not tx.sso_domains.add(domain, secrets.token_urlsafe(24)):
            raise Invalid(domain=sentence("This domain stands in the list already."))
        tx.record_admin((DomainClaimed(domain=domain),), member.actor, now)


def verify(member: Member, domain: str, now: datetime) -> None:
    """
    Look for the record at once. Only whoever proved a domain learns that it is taken.

    Raises NotFound, RecordNotFound, NameServerAway, DomainTaken.
    """
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        token = tx.sso_domains.token(domain)
    try:
        bulkhead = member.organization.installation.openid_providers.bulkhead
        with bulkhead.waiting(domain, NoAnswer):
            found = _is_there(member.organization, domain, token)
    except (NoAnswer, Busy):
        raise NameServerAway from None
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        if tx.sso_domains.lock_token(domain) != token:
            raise NotFound
        mine = _note(tx, domain, found, member.actor, now)
    if not found:
        raise RecordNotFound
    if not mine:
        raise DomainTaken


def remove(member: Member, domain: str, now: datetime) -> None:
    """Raises NotFound."""
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        tx.sso_domains.remove(domain)
        tx.record_admin((DomainRemoved(domain=domain),), member.actor, now)


def check_again(job: LeasedJob, now: datetime) -> None:
    """
    Once a day for each domain. Three days without the record, and it is let go.

    A name server that does not answer proves nothing, so it is asked again in an hour. A domain
    that was verified anew meanwhile has a job of its own.
    """
    domain = job.argument("domain", str)
    since = job.argument("since", datetime.fromisoformat)
    with job.organization.transaction() as tx:
        token = tx.sso_domains.token_since(domain, since)
        if token is None:
            tx.jobs.done(job)
            return
    try:
        found, then = _is_there(job.organization, domain, token), DAILY
    except NoAnswer:
        found, then = None, SOON
    with job.organization.transaction() as tx:
        tx.jobs.done(job)
        if found is not None and tx.sso_domains.token_since(domain, since, lock=True):
            _note(tx, domain, found, linking_identities.ACTOR, now)
        if tx.sso_domains.token_since(domain, since):
            tx.jobs.add(tx.organization_id, [_next_check(domain, since, now + then)])


def _note(tx: Transaction, domain: str, found: bool, by: str, now: datetime) -> bool:
    """Write down what a look at DNS said; whether the domain is this organization's now."""
    verified_at, failing_since = tx.sso_domains.times(domain)
    was = verified_at is not None
    since = None if found else failing_since or now
    lost = was and since is not None and now - since >= PATIENCE
    mine = (was and not lost) or (found and tx.sso_domains.take_over(domain))
    verified_at = verified_at or now if mine else None
    tx.sso_domains.note(domain, verified_at, now, since if was else None)
    if mine and not was:
        tx.record_admin((DomainVerified(domain=domain),), by, now)
        tx.jobs.add(tx.organization_id, [_next_check(domain, now, now + DAILY)])
    elif found and not mine:
        tx.record_admin((DomainTakenElsewhere(domain=domain),), by, now)
    elif lost:
        tx.sso_domains.release(domain)
        tx.record_admin((DomainLost(domain=domain),), by, now)
    return mine


def _is_there(organization: Organization, domain: str, token: str) -> bool:
    """Raises NoAnswer."""
    server = organization.installation.settings.dns_server
    texts = dns_records.texts(domain_verification.record_name(domain), server)
    return domain_verification.record_value(token) in (text.strip() for text in texts)


def _next_check(domain: str, since: datetime, at: datetime) -> Job:
    """`since` is when it was verified."""
    return Job("check_domain", {"domain": domain, "since": since.isoformat()}, due_at=at)


def _domain(row: dict[str, Any]) -> Domain:
    domain = row["domain"]
    times = ("verified_at", "last_checked_at", "failing_since")
    return Domain(
        domain=domain,
        readable=dns_records.readable(domain),
        record=domain_verification.record_name(domain),
        value=domain_verification.record_value(row["token"]),
        **{name: row[name] for name in times},
    )
