"""OAuth clients of the organization. Of a secret only its SHA-256 is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.api.oauth.client import AskedClient, Client
from core.api.oauth.client_kind import ClientKind
from core.api.scope import Scope
from tenants.store.rows import Rows

COLUMNS = (
    "c.id, c.organization_id, c.name, c.kind, c.redirect_uris, c.scopes, c.acts_for, c.created_by,"
    " c.created_at, c.public_keys, c.is_shared, c.may_impersonate, c.hint, c.old_secret_ends_at,"
    " c.last_used_at, c.disabled_at, c.deleted_at"
)
SWEPT_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ListedClient:
    """`member`: the name of who it acts for by itself. `stranded`: they are no member any more."""

    client: Client
    member: str
    stranded: bool


class OAuthClients:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, client: Client, lookup_hash: bytes, secret_hash: bytes | None) -> bool:
        """False when the id is taken: the same form was sent twice."""
        added = self._rows.run(
            "insert into oauth_clients (organization_id, id, name, kind, lookup_hash, secret_hash,"
            " hint, redirect_uris, scopes, public_keys, is_shared, may_impersonate, acts_for,"
            " created_by, created_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, client.id, client.name, client.kind, lookup_hash),
            *(secret_hash, client.hint, list(client.redirect_uris), sorted(client.scopes)),
            *(Jsonb(dict(client.public_keys)), client.is_shared, client.may_impersonate),
            *(client.acts_for, client.created_by, client.created_at),
        )
        return added == 1

    def all(self) -> tuple[ListedClient, ...]:
        """Those that were not deleted, the newest first."""
        rows = self._rows.all(
            f"select {COLUMNS}, p.name as member, m.person_id is null as stranded"  # noqa: S608
            " from oauth_clients c left join known_people p on p.id = c.acts_for"
            " left join memberships m on m.person_id = c.acts_for"
            " where c.deleted_at is null order by c.created_at desc, c.id limit 500"
        )
        return tuple(
            ListedClient(
                member=row.pop("member") or "", stranded=row.pop("stranded"), client=_client(row)
            )
            for row in rows
        )

    def get(self, client_id: UUID) -> Client:
        """One that was not deleted. Raises NotFound."""
        return _client(self._rows.one(_ONE, client_id))

    def lock(self, client_id: UUID) -> Client:
        """Raises NotFound."""
        return _client(self._rows.one(_ONE + " for update", client_id))

    def knows_secret(self, client_id: UUID, secret_hash: bytes, now: datetime) -> bool:
        """Its secret, or the one before as long as that still works."""
        found = self._rows.one_or_none(
            "select 1 from oauth_clients where id = %s and (secret_hash = %s"
            " or old_secret_hash = %s and old_secret_ends_at > %s)",
            *(client_id, secret_hash, secret_hash, now),
        )
        return found is not None

    def change(self, client_id: UUID, asked: AskedClient, keys: dict[str, Any]) -> None:
        self._rows.run(
            "update oauth_clients set name = %s, redirect_uris = %s, scopes = %s, is_shared = %s,"
            " may_impersonate = %s, public_keys = %s where id = %s",
            *(asked.name, list(asked.redirect_uris), sorted(asked.scopes), asked.is_shared),
            *(asked.may_impersonate, Jsonb(keys), client_id),
        )

    def change_secret(
        self, client_id: UUID, secret_hash: bytes, hint: str, old_ends_at: datetime
    ) -> None:
        self._rows.run(
            "update oauth_clients set old_secret_hash = secret_hash, old_secret_ends_at = %s,"
            " secret_hash = %s, hint = %s where id = %s",
            *(old_ends_at, secret_hash, hint, client_id),
        )

    def act_for(self, client_id: UUID, person_id: UUID) -> None:
        self._rows.run("update oauth_clients set acts_for = %s where id = %s", person_id, client_id)

    def disable(self, client_id: UUID, now: datetime) -> None:
        """No one finds it any more."""
        self._rows.run(
            "update oauth_clients set disabled_at = %s, lookup_hash = null where id = %s",
            *(now, client_id),
        )

    def enable(self, client_id: UUID, lookup_hash: bytes) -> None:
        self._rows.run(
            "update oauth_clients set disabled_at = null, lookup_hash = %s where id = %s",
            *(lookup_hash, client_id),
        )

    def delete(self, client_id: UUID, now: datetime) -> None:
        self._rows.run(
            "update oauth_clients set deleted_at = %s, lookup_hash = null, secret_hash = null,"
            " old_secret_hash = null, old_secret_ends_at = null where id = %s",
            *(now, client_id),
        )

    def is_open(self, lookup_hash: bytes) -> bool:
        """Whether there is such a client, of whatever organization, that is not disabled."""
        found = self._rows.one_or_none("select 1 from token(%s, 'oauth_client')", lookup_hash)
        return found is not None

    def names(self, client_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Of these, also of deleted ones and of those of others that a member here allowed."""
        if not client_ids:
            return {}
        rows = self._rows.all(
            "select client_id as id, client_name as name from oauth_consents"
            " where client_id = any(%s)"
            " union all select id, name from oauth_clients where id = any(%s)",
            *(list(client_ids), list(client_ids)),
        )
        return {row["id"]: row["name"] for row in rows}

    def note_use(self, client_id: UUID, now: datetime, every: timedelta) -> None:
        """When it last got a token. Two requests at once do not wait for each other."""
        self._rows.run(
            "update oauth_clients set last_used_at = %s where (organization_id, id) in ("
            "select organization_id, id from oauth_clients where id = %s"
            " and (last_used_at is null or last_used_at < %s) for update skip locked)",
            *(now, client_id, now - every),
        )

    def take_assertion(self, client_id: UUID, id_hash: bytes, ends_at: datetime) -> bool:
        """False for one that was accepted before. Those that are over are swept."""
        self._rows.run(
            "delete from oauth_assertions where (organization_id, client_id, id_hash) in ("
            "select organization_id, client_id, id_hash from oauth_assertions"
            " where expires_at < now() - interval '1 day' order by expires_at limit %s"
            " for update skip locked)",
            SWEPT_AT_ONCE,
        )
        added = self._rows.run(
            "insert into oauth_assertions (organization_id, client_id, id_hash, expires_at)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, client_id, id_hash, ends_at),
        )
        return added == 1


_ONE = f"select {COLUMNS} from oauth_clients c where c.id = %s and c.deleted_at is null"  # noqa: S608


def _client(row: dict[str, Any]) -> Client:
    return Client(
        **row
        | {
            "kind": ClientKind(row["kind"]),
            "redirect_uris": tuple(row["redirect_uris"]),
            "scopes": frozenset(Scope(each) for each in row["scopes"]),
        }
    )
