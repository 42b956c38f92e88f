"""Sending a browser to the organization's provider, with a question that is answered once."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from core.refusals import NotFound
from core.signing import link
from core.sso import provider_connection
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotSetUp
from tenants.identifiers import new_token
from tenants.installation import Installation, Organization
from tenants.store.directory import SsoAttempt
from tenants.store.sso.sso_connections import StoredConnection
from tenants.use_cases.sso import provider_metadata

CONTEXT = "sso attempt"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What waits, sealed, for the answer: only who asked can use it."""

    nonce: str
    verifier: str
    next_page: str


def begin(
    organization: Organization,
    purpose: Purpose,
    browser: str,
    next_page: str = "",
    person_id: UUID | None = None,
) -> str:
    """
    The address to which the browser, known by its secret, is led.

    `person_id` is who is to be connected, or tries. Raises NotSetUp, ProviderAway,
    ProviderConfused.
    """
    installation = organization.installation
    stored, slug = connection(organization)
    if not stored.connection.enabled and purpose is not Purpose.TEST:
        raise NotSetUp
    with installation.openid_providers.visit(stored.connection.issuer) as visit:
        provider = visit.discover()
    state, secrets = new_token(), Secrets(new_token(), new_token(), next_page)
    sealed = organization.key.encrypt(json.dumps(asdict(secrets)).encode(), CONTEXT)
    installation.directory.begin_sso_attempt(
        link.digest(state),
        SsoAttempt(
            organization_id=organization.id,
            connection_id=stored.id,
            purpose=purpose,
            person_id=person_id,
            browser_hash=link.digest(browser),
            sealed=sealed,
        ),
        provider_connection.ATTEMPT_LIFETIME,
    )
    return provider_metadata.authorization_address(
        provider,
        stored.connection.client_id,
        redirect_address(installation, slug),
        state,
        secrets.nonce,
        secrets.verifier,
    )


def begin_at(installation: Installation, slug: str, browser: str, next_page: str) -> str:
    """The same for the organization of this slug. Raises NotFound, NotSetUp, ProviderAway."""
    return begin(organization_of(installation, slug), Purpose.SIGN_IN, browser, next_page)


def redirect_address(installation: Installation, slug: str) -> str:
    """One per organization, so that an answer to another one's question never fits."""
    return f"{installation.settings.base_url}/o/{slug}/sign-in/answer"


def organization_of(installation: Installation, slug: str) -> Organization:
    organization_id = installation.directory.organization_by_slug(slug)
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)


def connection(organization: Organization) -> tuple[StoredConnection, str]:
    """With the organization's slug."""
    with organization.transaction() as tx:
        stored = tx.sso_connections.get()
        slug = tx.own_organization.slug()
    if stored is None:
        raise NotSetUp
    return stored, slug
