"""Signing in through an organization's own provider."""

from datetime import datetime
from uuid import UUID

from core.refusals import NotFound
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.network import dns_records
from tenants.store.sign_in.sessions import NewSession
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso import linking_identities, sso_callback
from tenants.use_cases.sso.sso_callback import VerifiedAnswer


def organization_for(installation: Installation, email: str) -> UUID | None:
    """The one that takes care of the sign-in of this address' domain."""
    domain = dns_records.domain_of(email)
    return installation.directory.organization_of_domain(domain) if domain else None


def name(tx: Transaction) -> str:
    """The organization's, when one can sign in to it this way. Raises NotFound."""
    stored = tx.sso_connections.get()
    if stored is None or not stored.connection.enabled:
        raise NotFound
    return tx.own_organization.name()


def sign_in(
    tx: Transaction, answer: VerifiedAnswer, has_account: bool, origin: Origin, now: datetime
) -> str:
    """
    The token of a session that is good in this organization only.

    `has_account` is what `linking_identities.has_account` said before. Recognized and let in at
    once: whoever changes the connection, or takes someone out of the organization, does so before
    or afterwards. Raises SsoFailure, QuotaReached, OrganizationFrozen.
    """
    # One after the other: two answers about one newcomer must not make two people of them.
    tx.lock_exclusive("people")
    sso_callback.lock_connection(tx, answer)
    person_id = linking_identities.find_or_join(
        tx, answer.connection, answer.asserted, has_account, now
    )
    return signing_in.open_session(tx, _session(person_id, answer, origin))


def _session(person_id: UUID, answer: VerifiedAnswer, origin: Origin) -> NewSession:
    return NewSession(
        person_id=person_id,
        organization_id=answer.organization.id,
        lifetime=signing_in.LIFETIME,
        method="sso",
        address=origin.address,
        user_agent=origin.user_agent,
    )
