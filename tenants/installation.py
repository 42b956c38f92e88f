"""One process's hold on an installation: connections, object store, keys."""

import hashlib
import hmac
from uuid import UUID

from core.envelopes.recipient import folded
from core.settings.settings import Settings
from tenants.database.pool import USED_FOR, Pool
from tenants.encryption.keyring import Keyring
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects
from tenants.organization import Organization
from tenants.store.directory import Door
from tenants.use_cases.sso.openid_providers import OpenidProviders

# Verifications by strangers belong to nobody: they live in an organization of the platform's own.
PLATFORM = UUID(int=0)


class Installation:
    """
    Opened once per process, after forking. `pool_size` bounds its connections.

    `limit` is for how many seconds each may be had at a time.
    """

    def __init__(self, settings: Settings, pool_size: int = 6, limit: float = USED_FOR) -> None:
        self.settings = settings
        self.pool = Pool(settings.database_url, pool_size, limit)
        self.objects = Objects(settings.objects_url)
        self.master = Key(settings.master_key)
        self.door = Door(self.pool)
        self.openid_providers = OpenidProviders(settings.sso_allow_private)
        own = Key(hmac.digest(settings.master_key, b"platform", "sha256"))
        self.keyring = Keyring(self.master, {PLATFORM: own})

    def close(self) -> None:
        self.pool.close()

    def organization(self, organization_id: UUID) -> Organization:
        return Organization(organization_id, self)

    @property
    def platform(self) -> Organization:
        return self.organization(PLATFORM)

    def attempt_key(self, kind: str, whose: bytes) -> bytes:
        """What failed attempts are counted under: tells nobody whose address it was."""
        message = kind.encode() + b"\0" + whose
        return hmac.digest(self.settings.session_key, message, "sha256")


def email_hash(email: str) -> bytes:
    """What a person is looked up by: SHA-256 of the folded address."""
    return hashlib.sha256(folded(email.strip()).encode()).digest()
