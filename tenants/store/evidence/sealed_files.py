"""Sealed documents and certificates of completion: where each lies, and its hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows

DOCUMENT, ATTACHMENT, CERTIFICATE = "document", "attachment", "certificate"


@dataclass(frozen=True, slots=True)
class FiledFile:
    """
    A sealed file in the object store, under the name of the attempt that made it.

    `id` is that of the document, or the envelope's for the certificate of completion. `object` is
    "" once the file is erased. `attached` is one that is the uploaded file, unchanged.
    """

    id: UUID
    object: str
    sha256: str
    size: int
    attached: bool = False


class SealedFiles:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, envelope_id: UUID, document_id: UUID | None) -> FiledFile:
        """
        A sealed document; without an id the certificate of completion.

        Of several revisions the newest. Raises NotFound.
        """
        kinds = [DOCUMENT, ATTACHMENT] if document_id else [CERTIFICATE]
        row = self._rows.one(
            "select document_id as id, object, sha256, size from sealed_files"
            " where envelope_id = %s and kind = any(%s) and document_id = %s"
            " order by revision desc limit 1",
            *(envelope_id, kinds, document_id or envelope_id),
        )
        return FiledFile(**row)

    def of_envelope(self, envelope_id: UUID) -> tuple[FiledFile, ...]:
        """The newest revision of each sealed document, and of the certificate."""
        rows = self._rows.all(
            "select distinct on (document_id) document_id as id, object, sha256, size"
            " from sealed_files where envelope_id = %s and kind = any(%s)"
            " order by document_id, revision desc",
            *(envelope_id, [DOCUMENT, ATTACHMENT, CERTIFICATE]),
        )
        return tuple(FiledFile(**row) for row in rows)

    def add(self, envelope_id: UUID, files: Iterable[FiledFile], now: datetime) -> None:
        """Of the first revision."""
        whose = (self._rows.organization_id, envelope_id)
        self._rows.change_many(
            envelope_id,
            "insert into sealed_files (organization_id, envelope_id, kind, document_id, sha256,"
            " object, size, sealed_at) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(*whose, _kind(envelope_id, f), f.id, f.sha256, f.object, f.size, now) for f in files],
        )

    def erase(self, envelope_id: UUID, erased_at: datetime | None, keep_certificate: bool) -> None:
        """Their hashes stay, by which they are recognized."""
        self._rows.change(
            envelope_id,
            "update sealed_files set object = '', erased_at = %s"
            " where envelope_id = %s and object <> '' and (kind <> %s or not %s)",
            *(erased_at, envelope_id, CERTIFICATE, keep_certificate),
        )


def _kind(envelope_id: UUID, file: FiledFile) -> str:
    if file.id == envelope_id:
        return CERTIFICATE
    return ATTACHMENT if file.attached else DOCUMENT
