"""API keys of the organization. Of a secret only its SHA-256 is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.access import MemberRole
from core.api.api_key import ApiKey
from core.api.scope import Scope
from tenants.store.rows import Rows

COLUMNS = (
    "k.id, k.name, k.hint, k.scopes, k.created_by, k.created_at, k.expires_at, k.last_used_at,"
    " k.revoked_at, k.old_secret_ends_at"
)
LISTED = (
    f"select {COLUMNS}, p.name as maker, m.person_id is null as stranded"  # noqa: S608
    " from api_keys k left join known_people p on p.id = k.created_by"
    " left join memberships m on m.person_id = k.created_by"
)


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """The member for whom a key acts."""

    name: str
    email: str
    role: MemberRole
    time_zone: str  # the organization's


@dataclass(frozen=True, slots=True)
class ListedKey:
    """`maker`: the name of who made it. `stranded`: they are no member any more."""

    key: ApiKey
    maker: str
    stranded: bool


class ApiKeys:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, key: ApiKey, secret_hash: bytes) -> bool:
        """False when the id is taken: the same form was sent twice."""
        added = self._rows.run(
            "insert into api_keys (organization_id, id, name, secret_hash, hint, scopes,"
            " created_by, created_at, expires_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, key.id, key.name, secret_hash, key.hint),
            *(sorted(key.scopes), key.created_by, key.created_at, key.expires_at),
        )
        return added == 1

    def all(self) -> tuple[ListedKey, ...]:
        """Those that were not revoked first, each group from the newest on."""
        rows = self._rows.all(
            f"{LISTED} order by k.revoked_at is not null, k.created_at desc, k.id limit 500"
        )
        return tuple(map(_listed, rows))

    def get(self, key_id: UUID) -> ListedKey:
        """Raises NotFound."""
        return _listed(self._rows.one(f"{LISTED} where k.id = %s", key_id))

    def by_secret(self, key_id: UUID, secret_hash: bytes) -> tuple[ApiKey, KeyMaker] | None:
        """None for one that was revoked, whose hash is gone, or whose maker has left."""
        row = self._rows.one_or_none(
            f"select {COLUMNS}, p.name as maker, p.email, m.role, o.time_zone"  # noqa: S608
            " from api_keys k join people p on p.id = k.created_by"
            " join memberships m on m.person_id = k.created_by"
            " join organizations o on o.id = k.organization_id"
            " where k.id = %s and (k.secret_hash = %s"
            " or k.old_secret_hash = %s and k.old_secret_ends_at > now())",
            *(key_id, secret_hash, secret_hash),
        )
        if row is None:
            return None
        maker = KeyMaker(
            *(row.pop("maker"), row.pop("email"), MemberRole(row.pop("role"))),
            time_zone=row.pop("time_zone"),
        )
        return _api_key(row), maker

    def names(self, key_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Of these, also of those that were revoked."""
        if not key_ids:
            return {}
        rows = self._rows.all("select id, name from api_keys where id = any(%s)", list(key_ids))
        return {row["id"]: row["name"] for row in rows}

    def lock(self, key_id: UUID) -> ApiKey:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from api_keys k where k.id = %s for update",  # noqa: S608
            key_id,
        )
        return _api_key(row)

    def renew(self, key_id: UUID, secret_hash: bytes, hint: str, old_ends_at: datetime) -> None:
        """The secret that it had works until then; one before that does not any more."""
        self._rows.run(
            "update api_keys set old_secret_hash = secret_hash, old_secret_ends_at = %s,"
            " secret_hash = %s, hint = %s where id = %s",
            *(old_ends_at, secret_hash, hint, key_id),
        )

    def is_revoked(self, key_id: UUID) -> bool:
        """No one revokes it before the transaction ends."""
        found = self._rows.one_or_none(
            "select revoked_at from api_keys where id = %s for share", key_id
        )
        return found is None or found["revoked_at"] is not None

    def revoke(self, key_id: UUID, now: datetime) -> None:
        self._rows.run(
            "update api_keys set revoked_at = %s, secret_hash = null, old_secret_hash = null"
            " where id = %s",
            *(now, key_id),
        )

    def revoke_of(self, person_id: UUID, now: datetime) -> dict[UUID, str]:
        """Every key that this person made; the names of those that were not revoked yet."""
        rows = self._rows.all(
            "update api_keys set revoked_at = %s, secret_hash = null, old_secret_hash = null"
            " where created_by = %s and revoked_at is null returning id, name",
            *(now, person_id),
        )
        return {row["id"]: row["name"] for row in rows}

    def note_use(self, key_id: UUID, now: datetime, every: timedelta) -> None:
        """When it was last used. Two requests at once do not wait for each other."""
        self._rows.run(
            "update api_keys set last_used_at = %s where (organization_id, id) in ("
            "select organization_id, id from api_keys where id = %s"
            " and (last_used_at is null or last_used_at < %s) for update skip locked)",
            *(now, key_id, now - every),
        )


def _listed(row: dict[str, Any]) -> ListedKey:
    maker, stranded = row.pop("maker") or "", row.pop("stranded")
    return ListedKey(_api_key(row), maker, stranded)


def _api_key(row: dict[str, Any]) -> ApiKey:
    return ApiKey(**row | {"scopes": frozenset(Scope(each) for each in row["scopes"])})
