"""Codes and refresh tokens: each counts once, and is exchanged for new tokens."""

import hmac
from dataclasses import replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidGrantError,
    InvalidScopeError,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636.challenge import (  # type: ignore[import-untyped]
    CODE_VERIFIER_PATTERN,
)

from core.api.oauth import grant as rules
from core.api.oauth.client import Client
from core.api.oauth.events import OAuthTokenReplayed
from core.api.oauth.grant import Grant
from core.signing import link
from tenants.identifiers import new_token
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth import tokens
from tenants.use_cases.api.oauth.own_grants import within
from tenants.use_cases.api.oauth.tokens import Issued

REFUSED = "It is wrong, over, revoked, or was given to another client."


def redeem(
    tx: Transaction,
    grant_id: UUID,
    client: Client,
    redirect_uri: str,
    verifier: str,
    now: datetime,
) -> Issued | None:
    """
    A code. None for one that was used before: its grant is revoked, which has to be committed.

    Raises InvalidGrantError.
    """
    grant = tx.oauth_grants.lock(grant_id)
    if grant.client_id != client.id:
        _refuse()
    if grant.code_used_at is not None:
        _revoke_replayed(tx, grant, client.name, "code", now)
        return None
    if not grant.code_is_open(now) or grant.redirect_uri != redirect_uri:
        _refuse()
    if not _proves(verifier, grant.code_challenge or ""):
        raise InvalidGrantError("The code_verifier does not belong to this code.")
    tx.oauth_grants.use_code(grant.id, now)
    return _issue(tx, grant, grant.scopes, new_token(), now, first=True)


def refresh(
    tx: Transaction, grant_id: UUID, client: Client, token: str, asked: str | None, now: datetime
) -> Issued | None:
    """
    A refresh token, which counts once. None for one that was used before: whoever has the newest
    one may be the thief, so that everything of this grant is revoked, which has to be committed.

    Raises InvalidGrantError, InvalidScopeError.
    """
    grant = tx.oauth_grants.lock(grant_id)
    if grant.client_id != client.id or not grant.works(now):
        _refuse()
    lookup, secret = rules.refresh_parts(token)
    if not grant.is_newest(link.digest(secret)):
        _revoke_replayed(tx, grant, client.name, "refresh_token", now)
        return None
    granted = grant.scopes - client.unknown(grant.scopes)
    scopes = frozenset(asked.split()) if asked and asked.strip() else granted
    if not scopes or not within(scopes, granted):
        raise InvalidScopeError("These scopes were not granted.")
    return _issue(tx, grant, scopes, lookup, now, first=False)


def _issue(
    tx: Transaction, grant: Grant, scopes: frozenset[str], lookup: str, now: datetime, first: bool
) -> Issued:
    secret = new_token()
    ends_at = grant.refreshed_until(now)
    hash = link.digest(lookup) if first else None
    tx.oauth_grants.give_refresh(grant.id, link.digest(secret), ends_at, hash)
    lasting = replace(grant, ends_at=ends_at)
    return tokens.issue(tx, lasting, scopes, now, rules.refresh_token(lookup, secret))


def _revoke_replayed(tx: Transaction, grant: Grant, name: str, token: str, now: datetime) -> None:
    if grant.revoked_at is not None:
        return
    tx.oauth_grants.revoke(grant.id, now)
    replayed = OAuthTokenReplayed(
        client_id=grant.client_id,
        grant_id=grant.id,
        person_id=grant.person_id,
        token=token,
        name=name,
    )
    tx.record_admin((replayed,), "oauth", now)


def _proves(verifier: str, challenge: str) -> bool:
    if not CODE_VERIFIER_PATTERN.fullmatch(verifier):
        return False
    return hmac.compare_digest(create_s256_code_challenge(verifier), challenge)


def _refuse() -> NoReturn:
    raise InvalidGrantError(REFUSED)
