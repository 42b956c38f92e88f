"""
The token endpoint: one function for each grant, first in the organization of the client, then in
that of the member. What a façade of another API needs to answer in its own words.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidClientError,
    InvalidGrantError,
)
from authlib.oidc.core.errors import ConsentRequiredError  # type: ignore[import-untyped]

from core.api.oauth import grant as rules
from core.api.oauth.client import Client
from core.api.oauth.grant import CODE, REFRESH, Grant
from core.docusign import scopes as docusign_scopes
from core.principal import SystemPrincipal
from core.refusals import NotFound
from core.signing import link
from tenants.installation import Installation
from tenants.store.directory import Named
from tenants.use_cases.api.oauth import (
    assertions,
    client_authentication,
    own_grants,
    token_ends,
    token_exchange,
    tokens,
)
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


def client_of(installation: Installation, client_id: str) -> Client | None:
    """One that asks people for access, which proves nothing yet. None for an unknown one."""
    found = client_authentication.find(installation, client_id)
    if found is None:
        return None
    try:
        with found.organization.transaction(OAUTH) as tx:
            return client_authentication.load(tx, found)
    except InvalidClientError:
        return None


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
        scopes = docusign_scopes.in_our_words(claims.scopes)
    organization_id = _organization(installation, client, claims)
    with installation.organization(organization_id).transaction(OAUTH) as tx:
        args = (claims.subject, scopes, now, docusign_scopes.are_theirs(claims.scopes))
        issued = own_grants.for_member(tx, client, *args)
    return issued


def by_code(
    installation: Installation,
    client: Client,
    code: str,
    redirect_uri: str,
    verifier: str,
    now: datetime,
) -> Issued:
    """The authorization code grant. Raises InvalidGrantError."""
    found = _found(installation, "code", CODE, code, code)
    with installation.organization(found.organization_id).transaction(OAUTH) as tx:
        issued = token_exchange.redeem(tx, found.id, client, redirect_uri, verifier, now)
    if issued is None:
        raise InvalidGrantError(token_exchange.REFUSED)
    return issued


def by_refresh_token(
    installation: Installation, client: Client, token: str, scopes: str | None, now: datetime
) -> Issued:
    """New tokens for an old one. Raises InvalidGrantError, InvalidScopeError."""
    found = _found(installation, "refresh", REFRESH, token, rules.refresh_parts(token)[0])
    with installation.organization(found.organization_id).transaction(OAUTH) as tx:
        issued = token_exchange.refresh(tx, found.id, client, token, scopes, now)
    if issued is None:
        raise InvalidGrantError(token_exchange.REFUSED)
    return issued


def revoke(installation: Installation, client: Client, token: str, now: datetime) -> None:
    """RFC 7009: what is unknown, or another client's, is answered like what was revoked."""
    if found := tokens.find(installation, token):
        with suppress(NotFound), found.organization.transaction(OAUTH) as tx:
            token_ends.revoke_access(tx, found.id, client)
    elif rules.looks_like(REFRESH, token):
        digest = link.digest(rules.refresh_parts(token)[0])
        named = installation.directory.oauth("refresh", digest)
        if named:
            organization = installation.organization(named.organization_id)
            with suppress(NotFound), organization.transaction(OAUTH) as tx:
                token_ends.revoke_refresh(tx, named.id, client, now)


@dataclass(frozen=True, slots=True)
class Introspected:
    """A token that works, as RFC 7662 section 2.2 tells of it."""

    organization_id: UUID
    grant: Grant
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    kind: str
    email: str = ""


def introspect(
    installation: Installation, client: Client, token: str, now: datetime
) -> Introspected | None:
    """None for one that does not work, or that was given to another client."""
    if found := tokens.find(installation, token):
        with found.organization.transaction(OAUTH) as tx:
            known = tokens.known(tx, found, now)
        if known is None or known.grant.client_id != client.id:
            return None
        return Introspected(
            *(found.organization.id, known.grant, known.scopes, known.created_at),
            *(known.expires_at, "access_token", known.email),
        )
    if not rules.looks_like(REFRESH, token):
        return None
    lookup, secret = rules.refresh_parts(token)
    named = installation.directory.oauth("refresh", link.digest(lookup))
    if named is None:
        return None
    with (
        suppress(NotFound),
        installation.organization(named.organization_id).transaction(OAUTH) as tx,
    ):
        grant = token_ends.refresh_grant(tx, named.id, client, link.digest(secret), now)
        if grant:
            return Introspected(
                *(named.organization_id, grant, grant.scopes, grant.created_at),
                *(grant.ends_at, "refresh_token"),
            )
    return None


def _found(installation: Installation, kind: str, prefix: str, token: str, part: str) -> Named:
    known = None
    if rules.looks_like(prefix, token):
        known = installation.directory.oauth(kind, link.digest(part))
    if known is None:
        raise InvalidGrantError(token_exchange.REFUSED)
    return known


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
