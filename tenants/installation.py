"""One process's hold on an installation, and the organizations whose data lie in it."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from core.addresses import email_address
from core.jobs.job import Job
from core.principal import SYSTEM, Principal
from core.settings.settings import Settings
from tenants.database.pool import USED_FOR, Pool
from tenants.encryption.keyring import Keyring
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects
from tenants.store.directory import Directory
from tenants.store.rows import Rows
from tenants.store.sign_in.attempts import attempt_key
from tenants.transaction import Transaction
from tenants.use_cases.sso.openid_providers import OpenidProviders

# Verifications by strangers belong to no one: they live in an organization of the platform's own.
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
        self.directory = Directory(self.pool)
        self.openid_providers = OpenidProviders(settings.sso_allow_private)
        own = Key(hmac.digest(settings.master_key, b"platform", "sha256"))
        self.keyring = Keyring((self.master,), {PLATFORM: own})

    def close(self) -> None:
        self.pool.close()

    def organization(self, organization_id: UUID) -> "Organization":
        return Organization(organization_id, self)

    @property
    def platform(self) -> "Organization":
        return self.organization(PLATFORM)

    def attempt_key(self, kind: str, whose: bytes) -> bytes:
        """What failed attempts are counted under: tells no one whose address it was."""
        return attempt_key(self.settings.session_key, kind, whose)


@dataclass(frozen=True, slots=True)
class Organization:
    """
    A tenant's id together with the installation that holds its data.

    Its files and its key are for what is done with no transaction open.
    """

    id: UUID
    installation: Installation

    @contextmanager
    def transaction(self, principal: Principal) -> Iterator[Transaction]:
        """
        Open a transaction in which PostgreSQL shows this organization's rows only.

        Members, operators and jobs have an opener of their own, which calls this one.
        """
        with self.installation.pool.connection() as connection:
            rows = Rows(connection, self.id, self.installation.keyring)
            with rows.transaction():
                yield Transaction(rows, principal, self.installation.settings)

    def leave(self, job: Job) -> None:
        """A job for a worker, in a transaction of its own that no refusal of the caller undoes."""
        with self.transaction(SYSTEM) as tx:
            tx.jobs.add(self.id, [job])

    @property
    def key(self) -> Key:
        """Not in a transaction, which has a `key` of its own. Raises Undecryptable."""
        return self.installation.keyring.of(self.id, self._wrapped_key)

    def put(self, name: str, data: bytes) -> None:
        """Store a file of this organization, encrypted; durable when it returns."""
        self.installation.objects.put(f"{self.id}/{name}", data, self.key)

    def get(self, name: str) -> bytes:
        """Raises NotFound."""
        return self.installation.objects.get(f"{self.id}/{name}", self.key)

    def put_stream(self, name: str, parts: Iterable[bytes]) -> None:
        """A file of any size, some MB at a time; durable when it returns."""
        self.installation.objects.put_stream(f"{self.id}/{name}", parts, self.key)

    def get_stream(self, name: str) -> Iterator[bytes]:
        """Some MB at a time. Raises NotFound at once, Undecryptable maybe in between."""
        return self.installation.objects.get_stream(f"{self.id}/{name}", self.key)

    def delete(self, *names: str) -> None:
        self.installation.objects.delete(*(f"{self.id}/{name}" for name in names))

    def names_below(self, folder: str) -> list[str]:
        """Of every file whose name begins with this folder's, which ends with a slash."""
        own = f"{self.id}/"
        found = self.installation.objects.names_below(f"{own}{folder}")
        return [name.removeprefix(own) for name in found]

    def delete_some(self, seconds: float) -> bool:
        """Delete files of this organization for so long; whether none is left."""
        return self.installation.objects.delete_below(str(self.id), seconds)

    def delete_below(self, folder: str) -> None:
        """Every file whose name begins with this folder's."""
        self.installation.objects.delete_below(f"{self.id}/{folder}")

    def _wrapped_key(self) -> bytes:
        with self.transaction(SYSTEM) as tx:
            return tx.rows.wrapped_key()


def email_hash(email: str) -> bytes:
    """What a person is looked up by: SHA-256 of the folded address."""
    return hashlib.sha256(email_address.fold(email.strip()).encode()).digest()
