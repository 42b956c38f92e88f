"""Grants and their access tokens. Of codes and tokens only the SHA-256 is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import MemberRole
from core.api.oauth.grant import Grant, GrantKind
from tenants.store.rows import Rows

COLUMNS = (
    "g.id, g.kind, g.client_id, g.client_organization_id, g.person_id, g.scopes, g.created_at,"
    " g.ends_at, g.redirect_uri, g.code_challenge, g.code_expires_at, g.code_used_at, g.nonce,"
    " g.signed_in_at, g.refresh_hash, g.revoked_at"
)
SWEPT_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class KnownToken:
    """An access token that works, and the member for whom it acts."""

    grant: Grant
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    name: str
    email: str
    role: MemberRole
    time_zone: str  # the organization's
    client_name: str


class OAuthGrants:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, grant: Grant, code_hash: bytes | None = None) -> None:
        """Those that ended a day ago are swept, some at a time, with their tokens."""
        self._rows.run(
            "delete from oauth_grants where (organization_id, id) in ("
            "select organization_id, id from oauth_grants"
            " where ends_at < %s - interval '1 day' order by ends_at limit %s"
            " for update skip locked)",
            *(grant.created_at, SWEPT_AT_ONCE),
        )
        self._rows.run(
            "insert into oauth_grants (organization_id, id, kind, client_id,"
            " client_organization_id, person_id, scopes, redirect_uri, code_hash, code_challenge,"
            " code_expires_at, nonce, signed_in_at, created_at, ends_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, grant.id, grant.kind, grant.client_id),
            *(grant.client_organization_id, grant.person_id, sorted(grant.scopes)),
            *(grant.redirect_uri, code_hash, grant.code_challenge, grant.code_expires_at),
            *(grant.nonce, grant.signed_in_at, grant.created_at, grant.ends_at),
        )

    def lock(self, grant_id: UUID) -> Grant:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from oauth_grants g where g.id = %s for update",  # noqa: S608
            grant_id,
        )
        return _grant(row)

    def use_code(self, grant_id: UUID, now: datetime) -> None:
        self._rows.run("update oauth_grants set code_used_at = %s where id = %s", now, grant_id)

    def give_refresh(
        self, grant_id: UUID, secret_hash: bytes, ends_at: datetime, lookup_hash: bytes | None
    ) -> None:
        """`lookup_hash`: of the first refresh token of a grant; the next ones keep it."""
        self._rows.run(
            "update oauth_grants set refresh_hash = %s, ends_at = %s,"
            " refresh_lookup_hash = coalesce(%s, refresh_lookup_hash) where id = %s",
            *(secret_hash, ends_at, lookup_hash, grant_id),
        )

    def revoke(self, grant_id: UUID, now: datetime) -> None:
        """
        With all its tokens. Codes and refresh tokens stay known, so that a second use is told
        from a made-up one.
        """
        self._rows.run(
            "update oauth_grants set revoked_at = coalesce(revoked_at, %s) where id = %s",
            *(now, grant_id),
        )
        self._rows.run("delete from oauth_access_tokens where grant_id = %s", grant_id)

    def revoke_of(self, client_id: UUID, person_id: UUID) -> None:
        """Everything that a client has of a member."""
        self._rows.run(
            "delete from oauth_grants where client_id = %s and person_id = %s",
            *(client_id, person_id),
        )

    def add_access_token(
        self,
        *,
        id: UUID,
        grant_id: UUID,
        token_hash: bytes,
        scopes: Iterable[str],
        now: datetime,
        ends_at: datetime,
    ) -> None:
        """Those of the grant that are over go."""
        self._rows.run(
            "delete from oauth_access_tokens where grant_id = %s and expires_at < %s",
            *(grant_id, now),
        )
        self._rows.run(
            "insert into oauth_access_tokens"
            " (organization_id, id, grant_id, token_hash, scopes, created_at, expires_at)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, id, grant_id, token_hash, sorted(scopes), now, ends_at),
        )

    def delete_access_token(self, token_id: UUID) -> None:
        self._rows.run("delete from oauth_access_tokens where id = %s", token_id)

    def grant_of_token(self, token_id: UUID) -> UUID:
        """Raises NotFound."""
        found: UUID = self._rows.one(
            "select grant_id from oauth_access_tokens where id = %s", token_id
        )["grant_id"]
        return found

    def by_token(self, token_id: UUID, token_hash: bytes, now: datetime) -> KnownToken | None:
        """None for one that is over or revoked, or whose member has left."""
        row = self._rows.one_or_none(
            f"select {COLUMNS}, t.scopes as token_scopes, t.created_at as token_created_at,"  # noqa: S608
            " t.expires_at as token_expires_at, p.name, p.email, m.role, o.time_zone,"
            " coalesce(c.name, s.client_name, '') as client_name"
            " from oauth_access_tokens t join oauth_grants g on g.id = t.grant_id"
            " join people p on p.id = g.person_id join memberships m on m.person_id = g.person_id"
            " join organizations o on o.id = t.organization_id"
            " left join oauth_consents s on s.client_id = g.client_id"
            " and s.person_id = g.person_id"
            " left join oauth_clients c on c.id = g.client_id"
            " where t.id = %s and t.token_hash = %s and t.expires_at > %s and g.ends_at > %s"
            " and g.revoked_at is null"
            # Of a client that is disabled nothing works, whoever's it is.
            " and exists (select from token(sha256(convert_to('oauth_client:' || g.client_id::text,"
            " 'UTF8')), 'oauth_client'))",
            *(token_id, token_hash, now, now),
        )
        if row is None:
            return None
        return KnownToken(
            scopes=frozenset(row.pop("token_scopes")),
            created_at=row.pop("token_created_at"),
            expires_at=row.pop("token_expires_at"),
            name=row.pop("name"),
            email=row.pop("email"),
            role=MemberRole(row.pop("role")),
            time_zone=row.pop("time_zone"),
            client_name=row.pop("client_name"),
            grant=_grant(row),
        )


def _grant(row: dict[str, Any]) -> Grant:
    read = {"kind": GrantKind(row["kind"]), "scopes": frozenset(row["scopes"])}
    hash = row["refresh_hash"]
    return Grant(**row | read | {"refresh_hash": bytes(hash) if hash is not None else None})
