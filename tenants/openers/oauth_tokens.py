"""
The token endpoint: one function for each grant, first in the organization of the client, then in
that of the member. What a façade of another API needs to answer in its own words.
"""

from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import InvalidGrantError  # type: ignore[import-untyped]
from authlib.oidc.core.errors import ConsentRequiredError  # type: ignore[import-untyped]

from core.api.oauth.client import Client
from core.principal import SystemPrincipal
from tenants.installation import Installation
from tenants.use_cases.api.oauth import assertions, client_authentication, own_grants
from tenants.use_cases.api.oauth.assertions import Assertion, AssertionRefused
from tenants.use_cases.api.oauth.client_authentication import ClientProof
from tenants.use_cases.api.oauth.tokens import Issued

OAUTH = SystemPrincipal("oauth")


def authenticated(
    installation: Installation, proof: ClientProof, audiences: frozenset[str], now: datetime
) -> Client:
    """The client that sends a request. Raises InvalidClientError."""
    found = client_authentication.find(installation, proof.client_id)
    if found is None:
        raise client_authentication.refused(proof.in_header)
    with found.organization.transaction(OAUTH) as tx:
        return client_authentication.check(tx, found, proof, audiences, now)


def named_in(assertion: str) -> str:
    """The client that an assertion says it is of; "" where it says nothing that can be read."""
    try:
        return assertions.issuer(assertion)
    except AssertionRefused:
        return ""


def for_itself(
    installation: Installation, client: Client, scopes: str | None, now: datetime
) -> Issued:
    """Client credentials. Raises UnauthorizedClientError, InvalidScopeError, InvalidGrantError."""
    with installation.organization(client.organization_id).transaction(OAUTH) as tx:
        return own_grants.for_itself(tx, client, scopes, now)


def by_assertion(
    installation: Installation,
    assertion: str,
    audiences: frozenset[str],
    now: datetime,
    scopes: frozenset[str] | None = None,
) -> Issued:
    """
    The JWT bearer grant (RFC 7523 section 2.1): signed by a client, about a member.

    `audiences`: what its `aud` may be. `scopes`: what is asked for, in our words; None is what the
    assertion names, or else all that the member has allowed. Its claim `organization_id` says where
    the member is meant; without it they are looked for in the client's organization, then in the
    others of theirs. Raises InvalidGrantError, InvalidScopeError, ConsentRequiredError.
    """
    try:
        found = client_authentication.find(installation, assertions.issuer(assertion))
        if found is None:
            raise AssertionRefused
        with found.organization.transaction(OAUTH) as tx:
            client = client_authentication.load(tx, found)
            claims = assertions.verified(assertion, client.public_keys, audiences, now)
            assertions.take_once(tx, client.id, claims)
    except AssertionRefused as refused:
        raise InvalidGrantError(refused.why) from None
    if scopes is None and claims.scopes:
        scopes = frozenset(claims.scopes.split())
    organization_id = _organization(installation, client, claims)
    with installation.organization(organization_id).transaction(OAUTH) as tx:
        issued = own_grants.for_member(tx, client, claims.subject, scopes, now)
    return issued


def _organization(installation: Installation, client: Client, claims: Assertion) -> UUID:
    """Where the member is meant. Raises InvalidGrantError, ConsentRequiredError."""
    if claims.organization:
        try:
            named = UUID(claims.organization)
        except ValueError:
            raise InvalidGrantError("The claim organization_id is no id.") from None
        if not client.is_open_to(named):
            raise ConsentRequiredError("The client is not open to this organization.")
        return named
    person_id = _id(claims.subject)
    if not client.is_shared or person_id is None:
        return client.organization_id
    theirs = [m.organization_id for m in installation.directory.memberships_of(person_id)]
    for id in sorted(theirs, key=lambda each: each != client.organization_id):
        with installation.organization(id).transaction(OAUTH) as tx:
            if tx.oauth_consents.of(client.id, person_id):
                return id
    return client.organization_id


def _id(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None
