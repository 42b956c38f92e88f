"""The answer that a browser brings back from the organization's provider, and its checks."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.signing import link
from core.sso import id_token, provider_connection, refusals
from core.sso.events import SsoRefused
from core.sso.id_token import Expected
from core.sso.provider_connection import Asserted, Connection, Purpose
from core.sso.refusals import SsoFailure
from tenants.installation import Organization
from tenants.store.directory import SsoAttempt
from tenants.store.sso.sso_connections import StoredConnection
from tenants.transaction import Transaction
from tenants.use_cases.sso import id_tokens, linking_identities
from tenants.use_cases.sso.provider_metadata import Provider
from tenants.use_cases.sso.sso_request import (
    CONTEXT,
    Secrets,
    redirect_address,
)

# Anyone can come with a wrong answer: the log keeps the first ones of a quarter of an hour.
RECORDED = 60
PERIOD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brings along (RFC 6749, 4.1.2; RFC 9207), and its own secret."""

    state: str
    code: str
    error: str
    issuer: str | None
    browser: str


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    """An answer of the provider that was verified, and for what it was asked."""

    organization: Organization
    connection_id: UUID
    connection: Connection
    purpose: Purpose
    person_id: UUID | None
    next_page: str
    asserted: Asserted


def take_attempt(organization: Organization, callback: Callback) -> SsoAttempt:
    """
    What this browser was sent with; it is used up. Raises AttemptGone, OtherOrganization,
    OtherBrowser.
    """
    attempt = organization.installation.directory.take_sso_attempt(link.digest(callback.state))
    if attempt is None:
        raise refusals.AttemptGone
    if attempt.organization_id != organization.id:
        raise refusals.OtherOrganization
    if not hmac.compare_digest(link.digest(callback.browser), attempt.browser_hash):
        raise refusals.OtherBrowser
    return attempt


def connection(tx: Transaction, attempt: SsoAttempt) -> StoredConnection:
    """The one by which the browser was sent. Raises NotSetUp, ConnectionChanged."""
    stored = tx.sso_connections.get()
    if stored is None:
        raise refusals.NotSetUp
    turned_off = attempt.purpose != Purpose.TEST and not stored.connection.enabled
    if stored.id != attempt.connection_id or turned_off:
        raise refusals.ConnectionChanged
    return stored


def verify(
    organization: Organization,
    slug: str,
    attempt: SsoAttempt,
    stored: StoredConnection,
    callback: Callback,
    now: datetime,
) -> VerifiedAnswer:
    """
    The provider is asked for the token within this request: the browser waits for the answer.

    Within a few seconds, outside of any transaction; a job could not give the
    browser its session. Raises SsoFailure.
    """
    secrets = Secrets(**json.loads(organization.key.decrypt(attempt.sealed, CONTEXT)))
    wanted = {"email", stored.connection.groups_claim} - {""}
    if attempt.purpose == Purpose.IDENTIFY:
        wanted = {"name", "birthdate"}
    claims = _claims(organization, stored, slug, callback, secrets, wanted, now)
    return VerifiedAnswer(
        organization=organization,
        connection_id=stored.id,
        connection=stored.connection,
        purpose=Purpose(attempt.purpose),
        person_id=attempt.person_id,
        next_page=secrets.next_page,
        asserted=provider_connection.asserted(claims, stored.connection.groups_claim),
    )


def lock_connection(tx: Transaction, answer: VerifiedAnswer) -> None:
    """
    In the transaction of what follows from an answer: the connection is still the one that the
    answer was verified with.

    A change of the connection waits for this, and ends the sessions that it let in. Raises
    ConnectionChanged.
    """
    stored = tx.sso_connections.hold()
    verified_with = (answer.connection_id, answer.connection)
    if stored is None or (stored.id, stored.connection) != verified_with:
        raise refusals.ConnectionChanged


def is_to_be_recorded(organization: Organization) -> bool:
    """Count a refusal: no stranger may fill the organization's log."""
    installation = organization.installation
    key = installation.attempt_key("sso refused", organization.id.bytes)
    return installation.directory.count_attempt(key, PERIOD) <= RECORDED


def record(tx: Transaction, failure: SsoFailure, email: str, now: datetime) -> None:
    """A refusal, once what led to it is rolled back. `email` is "" before one was asserted."""
    event = SsoRefused(reason=failure.code, email=email)
    tx.record_admin((event,), linking_identities.ACTOR, now)


def _claims(
    organization: Organization,
    stored: StoredConnection,
    slug: str,
    callback: Callback,
    secrets: Secrets,
    wanted: set[str],
    now: datetime,
) -> dict[str, object]:
    asked, installation = stored.connection, organization.installation
    credentials = (asked.client_id, stored.reveal(organization.key))
    redirect = redirect_address(installation, slug)
    with installation.openid_providers.client(asked.issuer) as client:
        provider = client.discover()
        _check_answer(provider, callback)
        tokens = client.tokens(provider, credentials, callback.code, redirect, secrets.verifier)
        kid = id_tokens.header(tokens.id_token).get("kid")
        keys = client.keys(provider, kid if isinstance(kid, str) else None)
        claims = id_tokens.claims(tokens.id_token, keys)
        id_token.check(claims, Expected(asked.issuer, asked.client_id, secrets.nonce), now)
        if not wanted <= claims.keys():
            more = client.userinfo(provider, tokens.access_token, claims["sub"])
            claims = provider_connection.together(claims, more)
    return claims


def _check_answer(provider: Provider, callback: Callback) -> None:
    """Before the code goes anywhere: whether this provider gave it (RFC 9207)."""
    if (
        callback.issuer is not None or provider.names_itself
    ) and callback.issuer != provider.issuer:
        raise refusals.IssuerWrong
    if callback.error or not callback.code:
        raise refusals.ProviderRefused
