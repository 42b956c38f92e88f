"""Adopted signatures: their pictures, encrypted, beside what the envelope knows of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Signature
from tenants.encryption.keys import Key
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class SignaturePicture:
    """A PNG and whose it is."""

    recipient_id: UUID
    png: bytes


class Signatures:
    """Rows of signatures are added here alone, for an envelope knows nothing of their pictures."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, envelope_id: UUID, signature: Signature, position: int, png: bytes) -> bool:
        """False when the id is taken, by a signature of whichever envelope."""
        added = self._rows.change(
            envelope_id,
            "insert into signatures (organization_id, id, envelope_id, recipient_id, position,"
            " kind, method, image_sha256, image) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, signature.id, envelope_id, signature.recipient_id),
            *(position, signature.kind, signature.method, signature.image_sha256),
            self._rows.key.encrypt(png, _context(signature.id)),
        )
        return added == 1

    def picture(self, signature_id: UUID, envelope_id: UUID) -> SignaturePicture:
        """Raises NotFound, Undecryptable."""
        row = self._rows.one(
            "select recipient_id, image from signatures where id = %s and envelope_id = %s",
            *(signature_id, envelope_id),
        )
        return SignaturePicture(
            row["recipient_id"], decrypt(self._rows.key, signature_id, row["image"])
        )

    def encrypted(self, envelope_id: UUID) -> dict[UUID, bytes]:
        """All of an envelope, to be decrypted after the transaction. One that was erased is b""."""
        found = self._rows.all(
            "select id, image from signatures where envelope_id = %s", envelope_id
        )
        return {row["id"]: row["image"] for row in found}

    def erase_pictures(
        self, envelope_id: UUID, recipient_ids: Iterable[UUID] | None = None
    ) -> None:
        """Of everyone in the envelope, or of these recipients alone."""
        ids = None if recipient_ids is None else list(recipient_ids)
        self._rows.change(
            envelope_id,
            "update signatures set image = '' where envelope_id = %s"
            " and (%s::uuid[] is null or recipient_id = any(%s))",
            *(envelope_id, ids, ids),
        )


def decrypt(key: Key, signature_id: UUID, encrypted: bytes) -> bytes:
    """The PNG. Raises Undecryptable, also for the picture of another signature."""
    return key.decrypt(encrypted, _context(signature_id))


def _context(signature_id: UUID) -> str:
    return f"signature:{signature_id}"
