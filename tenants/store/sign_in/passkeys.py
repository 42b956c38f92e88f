"""Passkeys of people, and the challenges that they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Passkey:
    id: UUID
    credential_id: bytes
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a passkey's answers are checked with."""

    person_id: UUID
    public_key: bytes
    sign_count: int


class Passkeys:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: UUID) -> tuple[Passkey, ...]:
        rows = self._rows.all("select * from passkeys_of(%s)", person_id)
        return tuple(Passkey(**row) for row in rows)

    def find(self, credential_id: bytes) -> PublicKey | None:
        row = self._rows.one_or_none("select * from passkey(%s)", credential_id)
        return PublicKey(**row) if row else None

    def add(
        self, person_id: UUID, credential_id: bytes, public_key: bytes, count: int, name: str
    ) -> bool:
        """False when someone has it already."""
        query = "select add_passkey(%s, %s, %s, %s, %s)"
        return (
            self._rows.value(query, person_id, credential_id, public_key, count, name) is not None
        )

    def use(self, credential_id: bytes, old_count: int, new_count: int) -> bool:
        """False when it was used in between."""
        query = "select use_passkey(%s, %s, %s)"
        return bool(self._rows.value(query, credential_id, old_count, new_count))

    def rename(self, person_id: UUID, passkey_id: UUID, name: str) -> bool:
        return bool(
            self._rows.value("select rename_passkey(%s, %s, %s)", person_id, passkey_id, name)
        )

    def remove(self, person_id: UUID, passkey_id: UUID) -> bool:
        return bool(self._rows.value("select remove_passkey(%s, %s)", person_id, passkey_id))

    def issue_challenge(
        self,
        token_hash: bytes,
        challenge: bytes,
        purpose: str,
        whose: UUID | None,
        life: timedelta,
    ) -> None:
        query = "select issue_challenge(%s, %s, %s, %s, %s)"
        self._rows.value(query, token_hash, challenge, purpose, whose, life)

    def take_challenge(self, token_hash: bytes, purpose: str) -> tuple[bytes, UUID | None] | None:
        """The challenge and whom it was for. Uses it up."""
        row = self._rows.one_or_none("select * from take_challenge(%s, %s)", token_hash, purpose)
        return (row["challenge"], row["person_id"]) if row else None
