"""An organization's connection to its provider as one row, with its secret sealed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.sso.provider_connection import Connection, GroupRole
from tenants.encryption.keys import Key
from tenants.store.rows import Rows

SECRET = "sso client secret"  # noqa: S105 - what is encrypted, not the secret
NAMES = "issuer, client_id, default_role, groups_claim, roles, enabled"


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """`id` is another one whenever the provider or the secret is; `secret` is sealed."""

    id: UUID
    secret: bytes
    connection: Connection

    def reveal(self, key: Key) -> str:
        """The client's secret, by the organization's key."""
        return key.decrypt(self.secret, SECRET).decode()


class SsoConnections:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> StoredConnection | None:
        return self._read("")

    def hold(self) -> StoredConnection | None:
        """It stays as it is until the transaction ends."""
        return self._read("for share")

    def save(self, id: UUID, secret: bytes, new: Connection) -> None:
        roles = Jsonb([[m.group, m.role] for m in new.roles])
        self._rows.run(
            f"insert into sso_connections (organization_id, id, client_secret, {NAMES})"  # noqa: S608 - words of our own
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id) do update set id = excluded.id,"
            " client_secret = excluded.client_secret, issuer = excluded.issuer,"
            " client_id = excluded.client_id, default_role = excluded.default_role,"
            " groups_claim = excluded.groups_claim, roles = excluded.roles,"
            " enabled = excluded.enabled",
            *(self._rows.organization_id, id, secret, new.issuer, new.client_id),
            *(new.default_role, new.groups_claim, roles, new.enabled),
        )

    def _read(self, hold: str) -> StoredConnection | None:
        row = self._rows.one_or_none(
            f"select id, client_secret, {NAMES} from sso_connections {hold}"  # noqa: S608 - words of our own
        )
        return _stored(row) if row else None


def _stored(row: dict[str, Any]) -> StoredConnection:
    id, secret = row.pop("id"), row.pop("client_secret")
    roles = tuple(GroupRole(group, role) for group, role in row.pop("roles"))
    return StoredConnection(id, secret, Connection(**row, roles=roles))
