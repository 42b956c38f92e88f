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
from tenants.transaction import Transaction
from tenants.use_cases.sso import provider_metadata

CONTEXT = "sso attempt"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What waits, sealed, for the answer: only who asked can use it."""

    nonce: str
    verifier: str
    next_page: str


@dataclass(frozen=True, slots=True)
class SsoRequest:
    """The connection that a browser is led by, and the slug of its organization."""

    stored: StoredConnection
    slug: str
    purpose: Purpose


def connection(tx: Transaction, purpose: Purpose) -> SsoRequest:
    """Raises NotSetUp; only a test may use a connection that is turned off."""
    stored = tx.sso_connections.get()
    if stored is None or not (stored.connection.enabled or purpose is Purpose.TEST):
        raise NotSetUp
    return SsoRequest(stored, tx.own_organization.slug(), purpose)


def begin(
    organization: Organization,
    asked: SsoRequest,
    browser: str,
    next_page: str = "",
    person_id: UUID | None = None,
    host: str = "",
) -> str:
    """
    The address to which the browser, known by its secret, is led.

    The provider is asked what it publishes, so no transaction is open. `person_id` is who is to
    be connected, or tries; `host` where they are, if that is not the one that the provider sends
    its answers to. Raises ProviderAway, ProviderConfused.
    """
    installation, stored = organization.installation, asked.stored
    with installation.openid_providers.client(stored.connection.issuer) as client:
        provider = client.discover()
    state = f"{new_token()}.{host}" if host else new_token()
    secrets = Secrets(new_token(), new_token(), next_page)
    sealed = organization.key.encrypt(json.dumps(asdict(secrets)).encode(), CONTEXT)
    installation.directory.begin_sso_attempt(
        link.digest(state),
        SsoAttempt(
            organization_id=organization.id,
            connection_id=stored.id,
            purpose=asked.purpose,
            person_id=person_id,
            browser_hash=link.digest(browser),
            sealed=sealed,
        ),
        provider_connection.ATTEMPT_LIFETIME,
    )
    return provider_metadata.authorization_address(
        provider,
        stored.connection.client_id,
        redirect_address(installation, asked.slug),
        state,
        secrets.nonce,
        secrets.verifier,
    )


def host_in(state: str) -> str:
    """Of the recipient whom an answer is for, if they are at another host than this."""
    return state.partition(".")[2]


def redirect_address(installation: Installation, slug: str) -> str:
    """One per organization, so that an answer to another one's question never fits."""
    return f"{installation.settings.base_url}/o/{slug}/sign-in/answer"


def organization_of(installation: Installation, slug: str) -> Organization:
    """Raises NotFound."""
    organization_id = installation.directory.organization_by_slug(slug)
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)
