"""
The domains of an organization: those of the addresses that sign in through it, and the hosts of its
signing pages. They are proved by DNS, and nothing else.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.jobs.job import Job
from core.organizations import domain_verification
from core.organizations.domain_verification import MANAGED_BY, DomainUse
from core.refusals import Invalid, NotFound, Refusal, sentence
from core.sso.events import (
    DomainClaimed,
    DomainLost,
    DomainRemoved,
    DomainTakenElsewhere,
    DomainVerified,
)
from core.sso.refusals import DomainTaken, NameServerAway, RecordNotFound, TooManyDomains
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
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


def domains(tx: Transaction, use: DomainUse) -> tuple[Domain, ...]:
    tx.require(MANAGED_BY[use])
    return tuple(_domain(row) for row in tx.domain_claims.all(use))


def used(domains: Iterable[Domain]) -> str:
    """The signing domain that new links lead to: the one proved last; "" if there is none."""
    proved = [(d.verified_at, d.domain) for d in domains if d.verified_at]
    return max(proved)[1] if proved else ""


def claim(tx: Transaction, use: DomainUse, typed: str, now: datetime) -> str:
    """The domain as it stands in DNS. Raises Invalid(domain=...), TooManyDomains."""
    tx.require(MANAGED_BY[use])
    try:
        domain = dns_records.ascii_domain(typed)
    except Invalid:
        raise domain_verification.malformed(use) from None
    domain_verification.check(use, domain)
    tx.lock_exclusive("domains")
    if tx.domain_claims.count(use) >= domain_verification.LIMIT:
        raise TooManyDomains
    if not tx.domain_claims.add(use, domain, secrets.token_urlsafe(24)):
        raise Invalid(domain=sentence("This domain is already in the list."))
    tx.record_admin((DomainClaimed(domain=domain),), tx.principal.actor, now)
    return domain


def token(tx: Transaction, use: DomainUse, domain: str) -> str:
    """What the record of a claimed domain has to say. Raises NotFound."""
    tx.require(MANAGED_BY[use])
    return tx.domain_claims.token(use, domain)


def look(installation: Installation, domain: str, token: str) -> bool:
    """Ask DNS whether the record is there, with no transaction open. Raises NameServerAway."""
    try:
        with installation.openid_providers.bulkhead.waiting(domain, NoAnswer):
            return _is_there(installation, domain, token)
    except (NoAnswer, Busy):
        raise NameServerAway from None


def verify(
    tx: Transaction, use: DomainUse, domain: str, token: str, found: bool, now: datetime
) -> Refusal | None:
    """
    Write down what `look` found; the refusal to answer with, once this is committed.

    Only an organization that proved a domain learns that it is taken. Raises NotFound when it was
    removed or claimed anew since the look.
    """
    tx.require(MANAGED_BY[use])
    if tx.domain_claims.lock_token(use, domain) != token:
        raise NotFound
    mine = _note(tx, use, domain, found, tx.principal.actor, now)
    if not found:
        return RecordNotFound()
    return None if mine else DomainTaken()


def remove(tx: Transaction, use: DomainUse, domain: str, now: datetime) -> None:
    """Raises NotFound."""
    tx.require(MANAGED_BY[use])
    tx.domain_claims.remove(use, domain)
    tx.record_admin((DomainRemoved(domain=domain),), tx.principal.actor, now)


def token_to_check(
    tx: Transaction, job: LeasedJob, use: DomainUse, domain: str, since: datetime
) -> str | None:
    """None, and the job is done, when the domain was removed or verified anew since then."""
    token = tx.domain_claims.token_since(use, domain, since)
    if token is None:
        tx.jobs.done(job)
    return token


def check_name_server(installation: Installation, domain: str, token: str) -> bool | None:
    """The same look for a job. None when no name server answers, which proves nothing."""
    try:
        return _is_there(installation, domain, token)
    except NoAnswer:
        return None


def note_check(
    tx: Transaction,
    job: LeasedJob,
    use: DomainUse,
    domain: str,
    since: datetime,
    found: bool | None,
    now: datetime,
) -> None:
    """
    Write down the daily look at a domain and plan the next: in an hour when no one answers.

    A domain that was verified anew meanwhile has a job of its own.
    """
    tx.jobs.done(job)
    if found is not None and tx.domain_claims.token_since(use, domain, since, lock=True):
        _note(tx, use, domain, found, linking_identities.ACTOR, now)
    if tx.domain_claims.token_since(use, domain, since):
        then = SOON if found is None else DAILY
        tx.jobs.add(tx.organization_id, [_next_check(use, domain, since, now + then)])


def _note(
    tx: Transaction, use: DomainUse, domain: str, found: bool, by: str, now: datetime
) -> bool:
    """Write down what a look at DNS said; whether the domain is this organization's now."""
    verified_at, failing_since = tx.domain_claims.times(use, domain)
    was = verified_at is not None
    since = None if found else failing_since or now
    lost = was and since is not None and now - since >= PATIENCE
    mine = (was and not lost) or (found and tx.domain_claims.take_over(use, domain))
    verified_at = verified_at or now if mine else None
    tx.domain_claims.note(use, domain, verified_at, now, since if was else None)
    if mine and not was:
        tx.record_admin((DomainVerified(domain=domain),), by, now)
        tx.jobs.add(tx.organization_id, [_next_check(use, domain, now, now + DAILY)])
    elif found and not mine:
        tx.record_admin((DomainTakenElsewhere(domain=domain),), by, now)
    elif lost:
        tx.domain_claims.release(use, domain)
        tx.record_admin((DomainLost(domain=domain),), by, now)
    return mine


def _is_there(installation: Installation, domain: str, token: str) -> bool:
    """Raises NoAnswer."""
    server = installation.settings.dns_server
    texts = dns_records.texts(domain_verification.record_name(domain), server)
    return domain_verification.record_value(token) in (text.strip() for text in texts)


def _next_check(use: DomainUse, domain: str, since: datetime, at: datetime) -> Job:
    """`since` is when it was verified."""
    return Job(
        "check_domain", {"use": use, "domain": domain, "since": since.isoformat()}, due_at=at
    )


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
