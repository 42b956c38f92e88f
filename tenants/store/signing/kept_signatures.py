"""The signature that a member keeps for the next time, as ciphertext."""

from dataclasses import dataclass
from uuid import UUID

from tenants.store.people.preferences import PreferenceRows
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """`method` is how it was made: drawn, typed or uploaded."""

    png: bytes
    method: str


class KeptSignatures:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, person_id: UUID) -> KeptSignature:
        """Raises NotFound when none is kept."""
        row = self._rows.one(
            "select signature, signature_method from preferences"
            " where person_id = %s and signature is not null",
            person_id,
        )
        png = self._rows.key.decrypt(row["signature"], _context(person_id))
        return KeptSignature(png, row["signature_method"])

    def put(self, person_id: UUID, signature: KeptSignature) -> None:
        PreferenceRows(self._rows).ensure(person_id)
        self._rows.run(
            "update preferences set signature = %s, signature_method = %s where person_id = %s",
            self._rows.key.encrypt(signature.png, _context(person_id)),
            *(signature.method, person_id),
        )

    def forget(self, person_id: UUID) -> None:
        self._rows.run("update preferences set signature = null where person_id = %s", person_id)


def _context(person_id: UUID) -> str:
    return f"kept signature:{person_id}"
