"""Checking a claimed domain at once: two short transactions with the name server between them."""

from datetime import datetime

from core.organizations.domain_verification import DomainUse
from tenants.committing import Committing
from tenants.installation import Installation
from tenants.use_cases.organizations import domain_claims


def check(
    installation: Installation,
    asker: Committing,
    use: DomainUse,
    domain: str,
    now: datetime,
) -> None:
    """
    Takes four seconds at most: an administrator waits for the answer.

    Raises NotFound, NameServerAway, RecordNotFound, DomainTaken; what was found is kept.
    """
    with asker.transaction() as tx:
        token = domain_claims.token(tx, use, domain)
    found = domain_claims.look(installation, domain, token)
    refused = asker.commit(lambda tx: domain_claims.verify(tx, use, domain, token, found, now))
    if refused is not None:
        raise refused
