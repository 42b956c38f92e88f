"""Tokens without anyone who allows them: of a client for itself, and for whom it may act."""

from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidGrantError,
    UnauthorizedClientError,
)
from authlib.oidc.core.errors import ConsentRequiredError  # type: ignore[import-untyped]

from core.api.oauth.client import IDENTITY, Client
from core.api.oauth.grant import ACCESS_LIFETIME, Grant, GrantKind
from core.api.scope import Scope
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth import tokens
from tenants.use_cases.api.oauth.tokens import Issued


def for_itself(tx: Transaction, client: Client, asked: str | None, now: datetime) -> Issued:
    """
    Client credentials (RFC 6749 section 4.4): it acts for its member, as an API key does.

    Raises UnauthorizedClientError, InvalidScopeError, InvalidGrantError.
    """
    if not client.kind.has_secret:
        raise UnauthorizedClientError("A client without a secret has no access of its own.")
    own = frozenset(each.value for each in client.scopes)
    scopes = tokens.asked_scopes(asked, client, own) - {*IDENTITY}
    grant = _grant(client, GrantKind.CLIENT_CREDENTIALS, client.acts_for, scopes, now)
    tx.oauth_grants.add(grant)
    return tokens.issue(tx, grant, scopes, now)


def for_member(
    tx: Transaction,
    client: Client,
    subject: str,
    asked: frozenset[str] | None,
    now: datetime,
    identifies: bool = False,
) -> Issued:
    """
    For a member whom a client named in an assertion, by id or e-mail address: they have allowed
    it, or an admin of its organization has for everyone. `asked`: None is all that was allowed.
    `identifies`: the token says who the member is, too.

    Raises ConsentRequiredError, InvalidScopeError, InvalidGrantError.
    """
    person_id = _member(tx, subject)
    allowed = tx.oauth_consents.of(client.id, person_id)
    if client.may_impersonate and client.organization_id == tx.organization_id:
        allowed |= {each.value for each in client.scopes}
    scopes = allowed - client.unknown(allowed) if asked is None else asked
    if not scopes or not within(scopes, allowed):
        raise ConsentRequiredError("The member has not allowed this application to do that.")
    if asked is not None:
        tokens.asked_scopes(" ".join(sorted(asked)), client, frozenset())
    scopes |= {"openid", "profile", "email"} if identifies else set()
    grant = _grant(client, GrantKind.JWT_BEARER, person_id, scopes, now)
    tx.oauth_grants.add(grant)
    return tokens.issue(tx, grant, scopes, now)


def within(asked: frozenset[str], allowed: frozenset[str]) -> bool:
    """Whoever may write may read."""
    writes = {Scope.ENVELOPES_READ.value} if Scope.ENVELOPES_WRITE.value in allowed else set()
    return asked <= allowed | writes


def _member(tx: Transaction, subject: str) -> UUID:
    try:
        person_id: UUID | None = UUID(subject)
    except ValueError:
        person_id = tx.memberships.at_address(subject)
    if person_id is None or tx.memberships.current_role(person_id, hold=True) is None:
        raise InvalidGrantError("The subject of the assertion is no member.")
    return person_id


def _grant(
    client: Client, kind: GrantKind, person_id: UUID, scopes: frozenset[str], now: datetime
) -> Grant:
    ends_at = now + ACCESS_LIFETIME
    return Grant(
        *(new_id(), kind, client.id, client.organization_id, person_id, scopes, now, ends_at)
    )
