"""Access tokens: issued, and found again with each request that carries one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidGrantError,
    InvalidScopeError,
)

from core.api import scope
from core.api.oauth import grant as rules
from core.api.oauth.client import Client
from core.api.oauth.grant import ACCESS, ACCESS_LIFETIME, USE_NOTED_EVERY, Grant
from core.principal import OAuthPrincipal
from core.signing import link
from tenants.identifiers import new_id, new_token
from tenants.installation import Installation, Organization
from tenants.store.api.oauth.oauth_grants import KnownToken
from tenants.transaction import Transaction
from tenants.use_cases.organizations import quotas

NO_SESSION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Issued:
    """What a token endpoint answers; `refresh_token` is "" where there is none."""

    organization_id: UUID
    grant: Grant
    access_token: str
    scopes: frozenset[str]
    refresh_token: str = ""

    @property
    def expires_in(self) -> int:
        """Seconds."""
        return int(ACCESS_LIFETIME.total_seconds())


@dataclass(frozen=True, slots=True)
class PresentedToken:
    """An access token that the directory knows by its hash."""

    id: UUID
    organization: Organization
    digest: bytes


def issue(
    tx: Transaction, grant: Grant, scopes: frozenset[str], now: datetime, refresh_token: str = ""
) -> Issued:
    """For a grant of this transaction. Raises InvalidGrantError when its member has left."""
    if tx.memberships.current_role(grant.person_id, hold=True) is None:
        raise InvalidGrantError("The member for whom it acts has left the organization.")
    token = ACCESS + new_token()
    tx.oauth_grants.add_access_token(
        id=new_id(),
        grant_id=grant.id,
        token_hash=link.digest(token),
        scopes=scopes,
        now=now,
        ends_at=min(now + ACCESS_LIFETIME, grant.ends_at),
    )
    tx.oauth_clients.note_use(grant.client_id, now, USE_NOTED_EVERY)
    tx.oauth_consents.note_use(grant.client_id, grant.person_id, now, USE_NOTED_EVERY)
    return Issued(tx.organization_id, grant, token, scopes, refresh_token)


def asked_scopes(text: str | None, client: Client, otherwise: frozenset[str]) -> frozenset[str]:
    """What a request names, or all that it can have. Raises InvalidScopeError."""
    asked = frozenset(text.split()) if text and text.strip() else otherwise
    if not asked or client.unknown(asked):
        raise InvalidScopeError("The client may not ask for these scopes.")
    return asked


def find(installation: Installation, token: str) -> PresentedToken | None:
    """In whose organization it is. None for a token that is no one's."""
    if not rules.looks_like(ACCESS, token):
        return None
    digest = link.digest(token)
    found = installation.directory.oauth("access", digest)
    if found is None:
        return None
    return PresentedToken(found.id, installation.organization(found.organization_id), digest)


def known(tx: Transaction, presented: PresentedToken, now: datetime) -> KnownToken | None:
    """None for one that is over, and of a client that is disabled or a member who has left."""
    return tx.oauth_grants.by_token(presented.id, presented.digest, now)


def identify(tx: Transaction, presented: PresentedToken, now: datetime) -> OAuthPrincipal | None:
    """Whose request it is. None as of `known`. Counts the call. Raises QuotaReached."""
    token = known(tx, presented, now)
    if token is None:
        return None
    quotas.count_api_call(tx, now)
    return principal(token)


def principal(token: KnownToken) -> OAuthPrincipal:
    return OAuthPrincipal(
        person_id=token.grant.person_id,
        name=token.name,
        email=token.email,
        time_zone=token.time_zone,
        role=token.role,
        session_id=NO_SESSION,
        method="oauth",
        factors=0,
        client_id=token.grant.client_id,
        grant_id=token.grant.id,
        scopes=scope.known(token.scopes),
        application=token.client_name,
    )
