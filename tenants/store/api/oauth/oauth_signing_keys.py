"""The keys that ID tokens are signed with, in the platform's organization."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.api.oauth.key_rotation import KeyTimes
from tenants.store.rows import Rows


class OAuthSigningKeys:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def times(self) -> list[KeyTimes]:
        rows = self._rows.all("select id, created_at, signs_from from oauth_signing_keys")
        return [KeyTimes(**row) for row in rows]

    def public(self) -> list[dict[str, Any]]:
        """The newest first, as JWKs."""
        rows = self._rows.all("select public_key from oauth_signing_keys order by signs_from desc")
        return [row["public_key"] for row in rows]

    def private(self, key_id: UUID) -> bytes:
        """In PEM. Raises NotFound."""
        row = self._rows.one("select private_key from oauth_signing_keys where id = %s", key_id)
        return self._rows.key.decrypt(row["private_key"], _context(key_id))

    def add(self, times: KeyTimes, private: bytes, public: dict[str, Any]) -> None:
        self._rows.run(
            "insert into oauth_signing_keys"
            " (organization_id, id, private_key, public_key, created_at, signs_from)"
            " values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, times.id),
            *(self._rows.key.encrypt(private, _context(times.id)), Jsonb(public)),
            *(times.created_at, times.signs_from),
        )

    def delete(self, key_ids: Sequence[UUID]) -> None:
        self._rows.run("delete from oauth_signing_keys where id = any(%s)", list(key_ids))


def _context(key_id: UUID) -> str:
    return f"oauth_signing_key:{key_id}"
