"""Setting up an organization's single sign-on: the connection, and who was let go from it."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.access import Permission
from core.organizations.events import SettingChanged
from core.refusals import Invalid, NotFound, sentence
from core.sso import provider_connection
from core.sso.events import SsoIdentityDisconnected
from core.sso.provider_connection import Connection
from core.sso.refusals import IssuerWrong, RequiredNow, SsoFailure
from tenants.identifiers import new_id
from tenants.installation import Installation
from tenants.store.sso.sso_connections import SECRET, StoredConnection
from tenants.store.sso.sso_identities import FormerIdentity
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso.openid_providers import OpenidProviders

SECRET_LIMIT = 1000
NOTHING = Connection()


@dataclass(frozen=True, slots=True)
class Setup:
    """
    `tried`: the member who looks at it has signed in this way once.

    `required`: no one signs in another way, but for owners who have a second factor.
    """

    connection: Connection
    exists: bool
    tried: bool
    required: bool
    connected: int
    former: tuple[FormerIdentity, ...]


def setup(tx: Transaction) -> Setup:
    tx.require(Permission.MANAGE_SIGN_IN)
    stored = tx.sso_connections.get()
    connection = stored.connection if stored else NOTHING
    return Setup(
        connection=connection,
        exists=stored is not None,
        tried=has_tried(tx),
        required=signing_in.policy(tx).sso_only,
        connected=tx.sso_identities.connected(connection.issuer),
        former=tx.sso_identities.former(connection.issuer),
    )


def connection(tx: Transaction) -> StoredConnection | None:
    """The one that is to be changed."""
    tx.require(Permission.MANAGE_SIGN_IN)
    return tx.sso_connections.get()


def check(
    installation: Installation, before: StoredConnection | None, new: Connection, secret: str
) -> Connection:
    """
    `new` without blanks around its words, once its provider answers: no transaction is open.

    Raises Invalid.
    """
    new = replace(new, issuer=new.issuer.strip(), client_id=new.client_id.strip())
    _check(before, new, secret)
    if before is None or before.connection.issuer != new.issuer:
        _ask(installation.openid_providers, new.issuer)
    return new


def change(tx: Transaction, new: Connection, secret: str, now: datetime) -> None:
    """
    `new` is what `check` gave; `secret` is "" to keep the one that is there.

    Another provider, or none, ends the sessions that the old one gave. Raises Invalid, RequiredNow.
    """
    tx.lock_exclusive("people")  # as a sign-in by it does
    tx.require(Permission.MANAGE_SIGN_IN)
    tx.lock_exclusive("sso")
    stored = tx.sso_connections.get()
    _check(stored, new, secret)
    old = stored.connection if stored else NOTHING
    if signing_in.policy(tx).sso_only and not _lets_in(old, new):
        raise RequiredNow
    another = bool(secret) or stored is None or old.provider != new.provider
    id = new_id() if another or stored is None else stored.id
    if stored and not secret:
        kept = stored.secret
    else:
        kept = tx.rows.key.encrypt(secret.strip().encode(), SECRET)
    events = provider_connection.changes(old, new)
    if secret:  # that it was changed; never what it is
        events += (SettingChanged(setting="sso.client_secret"),)
    tx.sso_connections.save(id, kept, new)
    if old.enabled and (not new.enabled or old.provider != new.provider):
        tx.sso_identities.end_sessions()
    if events:
        tx.record_admin(events, tx.principal.actor, now)


def has_tried(tx: Transaction) -> bool:
    """Whether who acts has signed in this way, by the connection there is now."""
    return tx.sso_identities.has_used(tx.member.person_id)


def readmit(tx: Transaction, issuer: str, subject: str, now: datetime) -> None:
    """Forget a removed person: they join as new when they sign in. Raises NotFound."""
    tx.require(Permission.MANAGE_SIGN_IN)
    if "\0" in issuer + subject:  # of no one: no text in the database holds one
        raise NotFound
    person_id = tx.sso_identities.remove_former(issuer, subject)
    if person_id is None:
        raise NotFound
    event = SsoIdentityDisconnected(person_id=person_id, issuer=issuer, subject=subject)
    tx.record_admin((event,), tx.principal.actor, now)


def _check(stored: StoredConnection | None, new: Connection, secret: str) -> None:
    errors: dict[str, str] = {}
    try:
        provider_connection.check(new)
    except Invalid as invalid:
        errors |= invalid.errors
    if not secret and (stored is None or stored.connection.provider != new.provider):
        errors["client_secret"] = sentence("Copy the client secret from your provider.")
    if len(secret) > SECRET_LIMIT or not secret.strip().isprintable():
        errors["client_secret"] = sentence(
            "Copy the client secret again. It has at most 1,000 characters."
        )
    if errors:
        raise Invalid(**errors)


def _lets_in(old: Connection, new: Connection) -> bool:
    """Whether all who got in by the old connection still do by the new one."""
    return new.enabled and new.issuer == old.issuer


def _ask(providers: OpenidProviders, issuer: str) -> None:
    try:
        with providers.client(issuer) as client:
            client.discover(afresh=True)
    except IssuerWrong:
        raise Invalid(
            issuer=sentence(
                "The provider uses a different issuer address. Copy its issuer exactly."
            )
        ) from None
    except SsoFailure:
        raise Invalid(
            issuer=sentence("No OpenID provider answers at this address. Check the issuer.")
        ) from None
