"""An organization's connection to its provider as one row, with its secret sealed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.sso.provider_connection import Connection, GroupRole
from tenants.organization import Organization, Transaction

SECRET = "sso client secret"  # noqa: S105 - what is encrypted, not the secret
NAMES = "issuer, client_id, default_role, groups_claim, roles, enabled"


@dataclass(frozen=True, slots=True)
class Stored:
    """`id` is another one whenever the provider or the secret is; `secret` is sealed."""

    id: UUID
    secret: bytes
    connection: Connection

    def reveal(self, organization: Organization) -> str:
        return organization.key.decrypt(self.secret, SECRET).decode()


def read(tx: Transaction, hold: str = "") -> Stored | None:
    row = tx.maybe(f"select id, client_secret, {NAMES} from sso_connections {hold}")  # noqa: S608 - words of our own
    return _stored(row) if row else None


def save(tx: Transaction, id: UUID, secret: bytes, new: Connection) -> None:
    roles = Jsonb([[m.group, m.role] for m in new.roles])
    tx.run(
        f"insert into sso_connections (organization_id, id, client_secret, {NAMES})"  # noqa: S608 - words of our own
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " on conflict (organization_id) do update set id = excluded.id,"
        " client_secret = excluded.client_secret, issuer = excluded.issuer,"
        " client_id = excluded.client_id, default_role = excluded.default_role,"
        " groups_claim = excluded.groups_claim, roles = excluded.roles,"
        " enabled = excluded.enabled",
        *(tx.organization_id, id, secret, new.issuer, new.client_id, new.default_role),
        *(new.groups_claim, roles, new.enabled),
    )


def _stored(row: dict[str, Any]) -> Stored:
    id, secret = row.pop("id"), row.pop("client_secret")
    roles = tuple(GroupRole(group, role) for group, role in row.pop("roles"))
    return Stored(id, secret, Connection(**row, roles=roles))
