"""Checking a claimed domain at once: two short transactions with the name server between them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from core.organizations.domain_verification import DomainUse
from tenants.installation import Installation
from tenants.transaction import Transaction
from tenants.use_cases.organizations import domain_claims


def check(
    installation: Installation,
    transaction: Callable[[], AbstractContextManager[Transaction]],
    use: DomainUse,
    domain: str,
    now: datetime,
) -> None:
    """
    Takes four seconds at most: an administrator waits for the answer. `transaction` opens theirs.

    Raises NotFound, NameServerAway, RecordNotFound, DomainTaken; what was found is kept.
    """
    with transaction() as tx:
        token = domain_claims.token(tx, use, domain)
    found = domain_claims.look(installation, domain, token)
    with transaction() as tx:
        refused = domain_claims.verify(tx, use, domain, token, found, now)
    if refused is not None:
        raise refused
