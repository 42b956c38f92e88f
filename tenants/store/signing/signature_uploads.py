"""Pictures of signatures that wait for the worker, or for whoever uploaded them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.signing.refusals import NoInk, UnusableImage
from tenants.store.rows import Rows

PROBLEMS = {problem.code: problem for problem in (UnusableImage, NoInk)}


@dataclass(frozen=True, slots=True)
class SignatureUpload:
    """`state` is waiting, ready or refused, and `problem` why."""

    id: UUID
    kind: str
    field_id: UUID | None
    state: str
    problem: UnusableImage | None


class SignatureUploads:
    """`owner` is the name of a principal, as audit trails say it."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def replace(
        self,
        id: UUID,
        owner: str,
        envelope_id: UUID | None,
        kind: str,
        field_id: UUID | None,
        picture: bytes,
        now: datetime,
        kept_since: datetime,
    ) -> None:
        """In the place of an earlier one. What was uploaded before `kept_since` goes as well."""
        self._rows.run(
            "delete from signature_uploads where owner = %s or uploaded_at < %s",
            *(owner, kept_since),
        )
        self._rows.run(
            "insert into signature_uploads (organization_id, id, owner, envelope_id, kind,"
            " field_id, image, uploaded_at) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, id, owner, envelope_id, kind, field_id),
            *(self._encrypted(id, picture), now),
        )

    def of(self, owner: str, upload_id: UUID) -> SignatureUpload:
        """Raises NotFound for anyone else's, and for one that was used."""
        row = self._rows.one(
            "select id, kind, field_id, state, problem from signature_uploads"
            " where id = %s and owner = %s",
            *(upload_id, owner),
        )
        problem = PROBLEMS[row["problem"]]() if row["problem"] else None
        return SignatureUpload(**row | {"problem": problem})

    def ready_png(self, owner: str, upload_id: UUID) -> bytes:
        """The plain picture that the worker made. Raises NotFound."""
        row = self._rows.one(
            "select image from signature_uploads where id = %s and owner = %s and state = 'ready'",
            *(upload_id, owner),
        )
        return self._decrypted(upload_id, row["image"])

    def waiting_picture(self, upload_id: UUID) -> bytes | None:
        """As it was uploaded; None when it was replaced, converted or erased meanwhile."""
        row = self._rows.one_or_none(
            "select image from signature_uploads where id = %s and state = 'waiting'", upload_id
        )
        return self._decrypted(upload_id, row["image"]) if row else None

    def set_ready(self, upload_id: UUID, png: bytes) -> None:
        self._rows.run(
            "update signature_uploads set image = %s, state = 'ready' where id = %s",
            *(self._encrypted(upload_id, png), upload_id),
        )

    def refuse(self, upload_id: UUID, problem: UnusableImage) -> None:
        self._rows.run(
            "update signature_uploads set image = '', state = 'refused', problem = %s"
            " where id = %s",
            *(problem.code, upload_id),
        )

    def delete_of(self, owners: Iterable[str]) -> None:
        self._rows.run("delete from signature_uploads where owner = any(%s)", list(owners))

    def delete_of_envelope(self, envelope_id: UUID) -> None:
        self._rows.run("delete from signature_uploads where envelope_id = %s", envelope_id)

    def _encrypted(self, id: UUID, picture: bytes) -> bytes:
        return self._rows.key.encrypt(picture, _context(id))

    def _decrypted(self, id: UUID, encrypted: bytes) -> bytes:
        return self._rows.key.decrypt(encrypted, _context(id))


def _context(upload_id: UUID) -> str:
    return f"signature upload:{upload_id}"
