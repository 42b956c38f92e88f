"""Signing in through an organization's own provider: out with a browser, back with it, once."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import id_token, link, single_sign_on, sso_refusals
from core.administration import SsoRefused
from core.id_token import Expected
from core.recipient import Origin
from core.refusals import NotFound
from core.single_sign_on import Asserted, Connection, Purpose
from core.sso_refusals import NotSetUp, SsoFailure
from tenants import dns_records, id_tokens, openid_providers
from tenants.door import NewSession, SsoAttempt
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.openid_providers import Provider
from tenants.organization import Organization
from tenants.store import sso_connections
from tenants.store.sso_connections import Stored
from tenants.use_cases import recognizing, signing_in

CONTEXT = "sso attempt"
# Anybody can come with a wrong answer: the log keeps the first ones of a quarter of an hour.
RECORDED = 60
PERIOD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What waits, sealed, for the answer: only who asked can use it."""

    nonce: str
    verifier: str
    next_page: str


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brings along (RFC 6749, 4.1.2; RFC 9207), and its own secret."""

    state: str
    code: str
    error: str
    issuer: str | None
    browser: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is to be believed, and what it was asked for."""

    organization: Organization
    connection: Connection
    purpose: Purpose
    person_id: UUID | None
    next_page: str
    asserted: Asserted


def organization_for(installation: Installation, email: str) -> UUID | None:
    """The one that takes care of the sign-in of this address' domain."""
    domain = dns_records.domain_of(email)
    return installation.door.organization_of_domain(domain) if domain else None


def name(installation: Installation, slug: str) -> str:
    """The organization's, when one can sign in to it this way. Raises NotFound."""
    organization = _organization(installation, slug)
    with organization.transaction() as tx:
        stored = sso_connections.read(tx)
        if stored is None or not stored.connection.enabled:
            raise NotFound
        return str(tx.one("select name from organizations")["name"])


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
    stored, slug = _connection(organization)
    if not stored.connection.enabled and purpose is not Purpose.TEST:
        raise NotSetUp
    provider = installation.openid_providers.discover(stored.connection.issuer)
    state, secrets = new_token(), Secrets(new_token(), new_token(), next_page)
    sealed = organization.key.encrypt(json.dumps(asdict(secrets)).encode(), CONTEXT)
    installation.door.begin_sso_attempt(
        link.digest(state),
        SsoAttempt(
            organization_id=organization.id,
            connection_id=stored.id,
            purpose=purpose,
            person_id=person_id,
            browser_hash=link.digest(browser),
            sealed=sealed,
        ),
        single_sign_on.ATTEMPT_LIFETIME,
    )
    return openid_providers.authorization_address(
        provider,
        stored.connection.client_id,
        redirect_address(installation, slug),
        state,
        secrets.nonce,
        secrets.verifier,
    )


def begin_at(installation: Installation, slug: str, browser: str, next_page: str) -> str:
    """The same for the organization of this slug. Raises NotFound, NotSetUp, ProviderAway."""
    return begin(_organization(installation, slug), Purpose.SIGN_IN, browser, next_page)


def redirect_address(installation: Installation, slug: str) -> str:
    """One per organization, so that an answer to another one's question never fits."""
    return f"{installation.settings.base_url}/o/{slug}/sign-in/answer"


def judge(installation: Installation, slug: str, came: Callback, now: datetime) -> Answered:
    """
    The provider is asked for the token within this request: the browser waits for the answer.

    At most four questions of five seconds each, outside of any transaction; a job could not
    give the browser its session. Raises NotFound, SsoFailure, which is recorded.
    """
    organization = _organization(installation, slug)
    try:
        return _judge(organization, slug, came, now)
    except SsoFailure as failure:
        record(organization, failure, "", now)
        raise


def sign_in(answered: Answered, origin: Origin, now: datetime) -> str:
    """The token of a session that is good in this organization only. Raises SsoFailure."""
    organization, asserted = answered.organization, answered.asserted
    try:
        person_id = recognizing.recognize(organization, answered.connection, asserted, now)
    except SsoFailure as failure:
        record(organization, failure, asserted.email, now)
        raise
    return signing_in.begin(
        organization.installation,
        NewSession(
            person_id=person_id,
            organization_id=organization.id,
            lifetime=signing_in.LIFETIME,
            method="sso",
            address=origin.address,
            user_agent=origin.user_agent,
        ),
    )


def record(organization: Organization, failure: SsoFailure, email: str, now: datetime) -> None:
    """For the organization's log, which no stranger may fill."""
    installation = organization.installation
    key = installation.attempt_key("sso refused", organization.id.bytes)
    if installation.door.count_attempt(key, PERIOD) > RECORDED:
        return
    with organization.transaction() as tx:
        event = SsoRefused(reason=failure.code, email=email)
        tx.administer((event,), recognizing.ACTOR, now)


def _judge(organization: Organization, slug: str, came: Callback, now: datetime) -> Answered:
    attempt = organization.installation.door.take_sso_attempt(link.digest(came.state))
    if attempt is None:
        raise sso_refusals.AttemptGone
    if attempt.organization_id != organization.id:
        raise sso_refusals.OtherOrganization
    if not hmac.compare_digest(link.digest(came.browser), attempt.browser_hash):
        raise sso_refusals.OtherBrowser
    stored, _ = _connection(organization)
    purpose = Purpose(attempt.purpose)
    turned_off = purpose is not Purpose.TEST and not stored.connection.enabled
    if stored.id != attempt.connection_id or turned_off:
        raise sso_refusals.ConnectionChanged
    secrets = Secrets(**json.loads(organization.key.decrypt(attempt.sealed, CONTEXT)))
    claims = _claims(organization, stored, slug, came, secrets, now)
    return Answered(
        organization=organization,
        connection=stored.connection,
        purpose=purpose,
        person_id=attempt.person_id,
        next_page=secrets.next_page,
        asserted=single_sign_on.asserted(claims, stored.connection.groups_claim),
    )


def _claims(
    organization: Organization,
    stored: Stored,
    slug: str,
    came: Callback,
    secrets: Secrets,
    now: datetime,
) -> dict[str, object]:
    connection, installation = stored.connection, organization.installation
    providers = installation.openid_providers
    provider = providers.discover(connection.issuer)
    _check_answer(provider, came)
    tokens = providers.tokens(
        provider,
        (connection.client_id, stored.reveal(organization)),
        came.code,
        redirect_address(installation, slug),
        secrets.verifier,
    )
    kid = id_tokens.header(tokens.id_token).get("kid")
    keys = providers.keys(provider, kid if isinstance(kid, str) else None)
    claims = id_tokens.claims(tokens.id_token, keys)
    id_token.check(claims, Expected(connection.issuer, connection.client_id, secrets.nonce), now)
    wanted = {"email", connection.groups_claim} - {""}
    if not wanted <= claims.keys():
        more = providers.userinfo(provider, tokens.access_token, claims["sub"])
        claims = single_sign_on.together(claims, more)
    return claims


def _check_answer(provider: Provider, came: Callback) -> None:
    """Before the code goes anywhere: whether this provider gave it (RFC 9207)."""
    if (came.issuer is not None or provider.names_itself) and came.issuer != provider.issuer:
        raise sso_refusals.IssuerWrong
    if came.error or not came.code:
        raise sso_refusals.ProviderRefused


def _organization(installation: Installation, slug: str) -> Organization:
    organization_id = installation.door.organization_by_slug(slug)
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)


def _connection(organization: Organization) -> tuple[Stored, str]:
    """With the organization's slug."""
    with organization.transaction() as tx:
        stored = sso_connections.read(tx)
        slug = tx.one("select slug from organizations")["slug"]
    if stored is None:
        raise NotSetUp
    return stored, slug
