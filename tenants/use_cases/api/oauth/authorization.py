"""What a member allows an application: asked once, remembered, taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.api.oauth.client import Client
from core.api.oauth.events import OAuthConsentGiven, OAuthConsentRevoked
from core.api.oauth.grant import CODE, CODE_LIFETIME, Grant, GrantKind
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_id, new_token
from tenants.store.api.oauth.oauth_consents import AllowedApplication
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth.own_grants import within


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an application asks for, once it is known to be good."""

    client: Client
    scopes: frozenset[str]
    redirect_uri: str
    code_challenge: str
    nonce: str = ""


def is_allowed(tx: Transaction, wanted: Wanted) -> bool:
    """Whether the member need not be asked any more."""
    tx.require(Permission.ALLOW_APPLICATIONS)
    if not wanted.client.remembers_consent:
        return False
    return within(wanted.scopes, tx.oauth_consents.of(wanted.client.id, tx.member.person_id))


def allow(tx: Transaction, wanted: Wanted, signed_in_at: datetime, now: datetime) -> str:
    """The code that the application gets, for one use within a minute."""
    tx.require(Permission.ALLOW_APPLICATIONS)
    client, person_id = wanted.client, tx.member.person_id
    if not within(wanted.scopes, tx.oauth_consents.of(client.id, person_id)):
        given = OAuthConsentGiven(
            client_id=client.id, scopes=" ".join(sorted(wanted.scopes)), name=client.name
        )
        tx.record_admin((given,), tx.member.actor, now)
        tx.oauth_consents.give(client, person_id, wanted.scopes, now)
    code = CODE + new_token()
    grant = Grant(
        id=new_id(),
        kind=GrantKind.AUTHORIZATION_CODE,
        client_id=client.id,
        client_organization_id=client.organization_id,
        person_id=person_id,
        scopes=wanted.scopes,
        created_at=now,
        ends_at=now + CODE_LIFETIME,
        redirect_uri=wanted.redirect_uri,
        code_challenge=wanted.code_challenge,
        code_expires_at=now + CODE_LIFETIME,
        nonce=wanted.nonce or None,
        signed_in_at=signed_in_at,
    )
    tx.oauth_grants.add(grant, link.digest(code))
    return code


def allowed(tx: Transaction) -> tuple[AllowedApplication, ...]:
    """The applications that the member has allowed to act for them."""
    tx.require(Permission.ALLOW_APPLICATIONS)
    return tx.oauth_consents.all_of(tx.member.person_id)


def revoke(tx: Transaction, client_id: UUID, now: datetime) -> None:
    """It is asked for anew, and nothing that it has works any more. Raises NotFound."""
    tx.require(Permission.ALLOW_APPLICATIONS)
    person_id = tx.member.person_id
    name = tx.oauth_consents.revoke(client_id, person_id)
    tx.oauth_grants.revoke_of(client_id, person_id)
    if name is None:
        raise NotFound
    event = OAuthConsentRevoked(client_id=client_id, name=name)
    tx.record_admin((event,), tx.member.actor, now)
