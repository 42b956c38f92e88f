"""What people have besides a password, and sign-ins that still owe it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Factors:
    """What someone has besides a password."""

    authenticator: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.authenticator or self.passkeys > 0


@dataclass(frozen=True, slots=True)
class Authenticator:
    """`last_step` is the half minute, counted from 1970, whose code was accepted last."""

    secret: bytes
    last_step: int


class SecondFactors:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: UUID) -> Factors:
        row = self._rows.one_or_none("select * from factors_of(%s)", person_id)
        return Factors(**row) if row else Factors(False, 0, 0)

    def authenticator(self, person_id: UUID) -> Authenticator | None:
        row = self._rows.one_or_none("select * from authenticator(%s)", person_id)
        return Authenticator(**row) if row else None

    def set_authenticator(self, person_id: UUID, secret: bytes, step: int) -> None:
        self._rows.value("select set_authenticator(%s, %s, %s)", person_id, secret, step)

    def use_authenticator(self, person_id: UUID, step: int) -> bool:
        """False when a code of this step or a later one was accepted already."""
        return bool(self._rows.value("select use_authenticator(%s, %s)", person_id, step))

    def remove_authenticator(self, person_id: UUID) -> bool:
        return bool(self._rows.value("select remove_authenticator(%s)", person_id))

    def set_recovery_codes(self, person_id: UUID, hashes: Iterable[bytes]) -> None:
        """Instead of those there were."""
        self._rows.value("select set_recovery_codes(%s, %s)", person_id, list(hashes))

    def use_recovery_code(self, person_id: UUID, code_hash: bytes) -> bool:
        return bool(self._rows.value("select use_recovery_code(%s, %s)", person_id, code_hash))

    def open_pending_sign_in(self, token_hash: bytes, person_id: UUID, life: timedelta) -> None:
        self._rows.value("select open_pending_sign_in(%s, %s, %s)", token_hash, person_id, life)

    def pending_sign_in(self, token_hash: bytes) -> UUID | None:
        """Who gave the right password and still owes a second proof."""
        found: UUID | None = self._rows.value("select pending_sign_in(%s)", token_hash)
        return found

    def close_pending_sign_in(self, token_hash: bytes) -> UUID | None:
        found: UUID | None = self._rows.value("select close_pending_sign_in(%s)", token_hash)
        return found
