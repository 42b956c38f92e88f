"""Tokens of a client: revoked by it, or looked into."""

from datetime import datetime
from uuid import UUID

from core.api.oauth.client import Client
from core.api.oauth.grant import Grant
from tenants.transaction import Transaction


def revoke_access(tx: Transaction, token_id: UUID, client: Client) -> None:
    """An access token alone. Raises NotFound."""
    grant = tx.oauth_grants.lock(tx.oauth_grants.grant_of_token(token_id))
    if grant.client_id == client.id:
        tx.oauth_grants.delete_access_token(token_id)


def revoke_refresh(tx: Transaction, grant_id: UUID, client: Client, now: datetime) -> None:
    """Everything of its grant. Raises NotFound."""
    grant = tx.oauth_grants.lock(grant_id)
    if grant.client_id == client.id:
        tx.oauth_grants.revoke(grant_id, now)


def refresh_grant(
    tx: Transaction, grant_id: UUID, client: Client, secret_hash: bytes, now: datetime
) -> Grant | None:
    """The grant of a refresh token that works, of this client."""
    grant = tx.oauth_grants.lock(grant_id)
    known = grant.client_id == client.id and grant.works(now) and grant.is_newest(secret_hash)
    return grant if known else None
