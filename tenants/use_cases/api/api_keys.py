"""API keys: making, listing and revoking them, and finding out whose request a secret carries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.api import api_key as rules
from core.api import scope
from core.api.api_key import USE_NOTED_EVERY, ApiKey
from core.api.events import ApiKeyMade, ApiKeyRenewed, ApiKeyRevoked
from core.api.refusals import KeyNotRenewable
from core.principal import ApiKeyPrincipal, ProgramPrincipal
from core.refusals import Forbidden
from core.signing import link
from tenants.identifiers import new_token
from tenants.installation import Installation, Organization
from tenants.store.api.api_keys import KeyMaker, ListedKey
from tenants.transaction import Transaction
from tenants.use_cases.organizations import quotas

NO_SESSION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """`secret` is told once: "" when the same form is sent again."""

    key: ApiKey
    secret: str


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """A key that the directory knows by the hash of its secret."""

    id: UUID
    organization: Organization
    digest: bytes


def make(
    tx: Transaction, key_id: UUID, name: str, scopes: list[str], days: str, now: datetime
) -> MadeKey:
    """A key that acts for the member who makes it, or whose program does. Raises Invalid."""
    tx.require(Permission.MANAGE_API_KEYS)
    name, chosen, lifetime = rules.asked_for(name, scopes, days)
    if isinstance(tx.principal, ProgramPrincipal):
        scope.check_given(chosen, tx.principal.scopes)
    secret = rules.secret(new_token())
    ends = _no_later(tx, now + timedelta(days=lifetime) if lifetime else None)
    key = ApiKey(key_id, name, rules.hint(secret), chosen, tx.member.person_id, now, ends)
    if not tx.api_keys.add(key, link.digest(secret)):
        return MadeKey(tx.api_keys.lock(key_id), "")
    event = ApiKeyMade(key_id=key_id, scopes=" ".join(sorted(chosen)), name=name)
    tx.record_admin((event,), tx.member.actor, now)
    return MadeKey(key, secret)


def renew(tx: Transaction, key_id: UUID, hours: str, now: datetime) -> MadeKey:
    """
    A new secret for a key; the one before works for so many hours beside it.

    Only for who made the key, because it acts for them. Raises NotFound, Forbidden, Invalid,
    KeyNotRenewable.
    """
    tx.require(Permission.MANAGE_API_KEYS)
    key = tx.api_keys.lock(key_id)
    overlap = rules.overlap(hours)
    if key.created_by != tx.member.person_id:
        raise Forbidden
    if not key.works(now):
        raise KeyNotRenewable
    if isinstance(tx.principal, ProgramPrincipal):
        scope.check_given(key.scopes, tx.principal.scopes)
    secret = rules.secret(new_token())
    tx.api_keys.renew(key_id, link.digest(secret), rules.hint(secret), now + overlap)
    event = ApiKeyRenewed(key_id=key_id, overlap_hours=int(hours), name=key.name)
    tx.record_admin((event,), tx.member.actor, now)
    return MadeKey(tx.api_keys.lock(key_id), secret)


def _no_later(tx: Transaction, ends: datetime | None) -> datetime | None:
    """
    A key that a key makes does not outlive it. An application makes none: what a member has allowed
    it ends when they take that back. Raises Forbidden.
    """
    if isinstance(tx.principal, ApiKeyPrincipal):
        own = tx.api_keys.get(tx.principal.key_id).key.expires_at
        return min(filter(None, (own, ends)), default=None)
    if isinstance(tx.principal, ProgramPrincipal):
        raise Forbidden
    return ends


def revoke(tx: Transaction, key_id: UUID, now: datetime) -> None:
    """No request with it is accepted from now on. Twice is once. Raises NotFound."""
    tx.require(Permission.MANAGE_API_KEYS)
    key = tx.api_keys.lock(key_id)
    if key.revoked_at is None:
        tx.api_keys.revoke(key_id, now)
        tx.record_admin((ApiKeyRevoked(key_id=key_id, name=key.name),), tx.member.actor, now)


def listed(tx: Transaction) -> tuple[ListedKey, ...]:
    tx.require(Permission.MANAGE_API_KEYS)
    return tx.api_keys.all()


def find_listed(tx: Transaction, key_id: UUID) -> ListedKey:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_API_KEYS)
    return tx.api_keys.get(key_id)


def find(installation: Installation, secret: str) -> PresentedKey | None:
    """In whose organization the key is. None for a secret that is no one's."""
    if not rules.looks_like_secret(secret):
        return None
    digest = link.digest(secret)
    found = installation.directory.api_key(digest)
    if found is None:
        return None
    return PresentedKey(found.id, installation.organization(found.organization_id), digest)


def identify(tx: Transaction, presented: PresentedKey, now: datetime) -> ApiKeyPrincipal | None:
    """
    Whose request it is. None for a key that is expired or revoked, or whose maker has left.

    Counts the call. Raises QuotaReached.
    """
    known = tx.api_keys.by_secret(presented.id, presented.digest)
    if known is None or not known[0].works(now):
        return None
    last = known[0].last_used_at
    if last is None or last < now - USE_NOTED_EVERY:
        tx.api_keys.note_use(presented.id, now, USE_NOTED_EVERY)
    quotas.count_api_call(tx, now)
    return _principal(*known)


def _principal(key: ApiKey, maker: KeyMaker) -> ApiKeyPrincipal:
    return ApiKeyPrincipal(
        person_id=key.created_by,
        name=maker.name,
        email=maker.email,
        time_zone=maker.time_zone,
        role=maker.role,
        session_id=NO_SESSION,
        method="api_key",
        factors=0,
        key_id=key.id,
        scopes=key.scopes,
        application=key.name,
    )
