"""OAuth clients of an organization: added, changed, given new secrets, disabled, deleted."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from core.access import Permission
from core.api import api_key
from core.api.oauth import client as rules
from core.api.oauth.client import AskedClient, Client
from core.api.oauth.events import (
    OAuthClientChanged,
    OAuthClientDeleted,
    OAuthClientDisabled,
    OAuthClientEnabled,
    OAuthClientMade,
    OAuthClientSecretMade,
    OAuthImpersonationAllowed,
    OAuthImpersonationEnded,
)
from core.api.oauth.refusals import TooManyClients
from core.events.event import AdminEvent
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_token
from tenants.store.api.oauth.oauth_clients import ListedClient
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MadeClient:
    """`secret` is told once: "" when the same form is sent again, and where there is none."""

    client: Client
    secret: str


def listed(tx: Transaction) -> tuple[ListedClient, ...]:
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    return tx.oauth_clients.all()


def listed_one(tx: Transaction, client_id: UUID) -> ListedClient:
    """With whom it acts for by itself. Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.get(client_id)
    names = tx.known_people.names([client.acts_for])
    stranded = tx.memberships.current_role(client.acts_for, hold=False) is None
    return ListedClient(client, names.get(client.acts_for, ""), stranded)


def get(tx: Transaction, client_id: UUID) -> Client:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    return tx.oauth_clients.get(client_id)


def make(
    tx: Transaction, form_id: UUID, asked: AskedClient, keys: dict[str, Any], now: datetime
) -> MadeClient:
    """
    One that acts for the member who adds it, where it acts by itself. Raises TooManyClients.

    `form_id`: the same form again adds nothing. It is not the id of the client, which is looked up
    before an organization is known, so that no one may choose it.
    """
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    if len(tx.oauth_clients.all()) >= rules.MOST:
        raise TooManyClients
    client_id, by = uuid5(tx.organization_id, form_id.hex), tx.member.person_id
    secret = rules.secret(new_token()) if asked.kind.has_secret else ""
    client = Client(
        id=client_id,
        organization_id=tx.organization_id,
        name=asked.name,
        kind=asked.kind,
        redirect_uris=asked.redirect_uris,
        scopes=asked.scopes,
        acts_for=by,
        created_by=by,
        created_at=now,
        public_keys=keys,
        is_shared=asked.is_shared,
        may_impersonate=asked.may_impersonate,
        hint=rules.hint(secret),
    )
    known_by = link.digest(secret) if secret else None
    if not tx.oauth_clients.add(client, lookup_hash(client_id), known_by):
        return MadeClient(tx.oauth_clients.lock(client_id), "")
    made = OAuthClientMade(
        client_id=client_id, kind=asked.kind, scopes=_words(client), name=client.name
    )
    tx.record_admin((made, *_impersonation(False, client)), tx.member.actor, now)
    return MadeClient(client, secret)


def change(
    tx: Transaction, client_id: UUID, asked: AskedClient, keys: dict[str, Any], now: datetime
) -> Client:
    """
    Its kind stays. What it may ask for no more, no new token does. With other keys or scopes it
    acts by itself for who gave it these, so that no one reaches further than their own role.
    Raises NotFound.
    """
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    old = tx.oauth_clients.lock(client_id)
    new = replace(
        old,
        name=asked.name,
        redirect_uris=asked.redirect_uris,
        scopes=asked.scopes,
        public_keys=keys,
        is_shared=asked.is_shared,
        may_impersonate=asked.may_impersonate,
    )
    if new != old:
        tx.oauth_clients.change(client_id, asked, keys)
        if (new.public_keys, new.scopes) != (old.public_keys, old.scopes):
            tx.oauth_clients.act_for(client_id, tx.member.person_id)
        changed = OAuthClientChanged(
            client_id=client_id,
            scopes=_words(new),
            redirect_uris=" ".join(new.redirect_uris),
            is_shared=new.is_shared,
            name=new.name,
        )
        events = (changed, *_impersonation(old.may_impersonate, new))
        tx.record_admin(events, tx.member.actor, now)
    return new


def renew_secret(tx: Transaction, client_id: UUID, hours: str, now: datetime) -> MadeClient:
    """
    The one before works for so many hours beside it. By itself it acts for who has the new one.
    Raises NotFound, Invalid.
    """
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.lock(client_id)
    if not client.kind.has_secret:
        raise NotFound
    overlap = api_key.overlap(hours)
    secret = rules.secret(new_token())
    tx.oauth_clients.change_secret(
        client_id, link.digest(secret), rules.hint(secret), now + overlap
    )
    tx.oauth_clients.act_for(client_id, tx.member.person_id)
    made = OAuthClientSecretMade(client_id=client_id, overlap_hours=int(hours), name=client.name)
    tx.record_admin((made,), tx.member.actor, now)
    return MadeClient(tx.oauth_clients.lock(client_id), secret)


def take_over(tx: Transaction, client_id: UUID, now: datetime) -> None:
    """From now on it acts for this member, where it acts by itself. Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.lock(client_id)
    if client.acts_for != tx.member.person_id:
        tx.oauth_clients.act_for(client_id, tx.member.person_id)
        changed = OAuthClientChanged(
            client_id=client_id,
            scopes=_words(client),
            redirect_uris=" ".join(client.redirect_uris),
            is_shared=client.is_shared,
            name=client.name,
        )
        tx.record_admin((changed,), tx.member.actor, now)


def disable(tx: Transaction, client_id: UUID, now: datetime) -> None:
    """None of its secrets and tokens works until it is enabled again. Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.lock(client_id)
    if client.disabled_at is None:
        tx.oauth_clients.disable(client_id, now)
        event = OAuthClientDisabled(client_id=client_id, name=client.name)
        tx.record_admin((event,), tx.member.actor, now)


def enable(tx: Transaction, client_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.lock(client_id)
    if client.disabled_at is not None:
        tx.oauth_clients.enable(client_id, lookup_hash(client_id))
        event = OAuthClientEnabled(client_id=client_id, name=client.name)
        tx.record_admin((event,), tx.member.actor, now)


def delete(tx: Transaction, client_id: UUID, now: datetime) -> None:
    """Nothing of it works any more, for good. Raises NotFound."""
    tx.require(Permission.MANAGE_OAUTH_CLIENTS)
    client = tx.oauth_clients.lock(client_id)
    tx.oauth_clients.delete(client_id, now)
    event = OAuthClientDeleted(client_id=client_id, name=client.name)
    tx.record_admin((event,), tx.member.actor, now)


def lookup_hash(client_id: UUID) -> bytes:
    """By which the directory knows in whose organization a client is."""
    return link.digest(f"oauth_client:{client_id}")


def _words(client: Client) -> str:
    return " ".join(sorted(client.scopes))


def _impersonation(before: bool, client: Client) -> tuple[AdminEvent, ...]:
    if client.may_impersonate and not before:
        return (OAuthImpersonationAllowed(client_id=client.id, name=client.name),)
    if before and not client.may_impersonate:
        return (OAuthImpersonationEnded(client_id=client.id, name=client.name),)
    return ()
