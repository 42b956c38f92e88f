"""Combining images: their files are read from the store and stored again, as one or each."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from uuid import UUID, uuid5

from core.documents import image_bundle
from core.documents.document import BYTES_LIMIT
from core.documents.refusals import DamagedFile, FileTooLarge, TooManyDocuments
from core.envelopes.drafts.combined_images import SingleImage
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.envelope import Envelope
from core.refusals import Refusal
from tenants.files import incoming_file
from tenants.openers import document_upload
from tenants.openers.document_upload import Uploader
from tenants.use_cases.documents import combining


def combine(
    uploader: Uploader, envelope_id: UUID, ids: Sequence[UUID], new_id: UUID, now: datetime
) -> Envelope:
    """
    `new_id` is that of the document that is made of them.

    Raises NotFound, NotImages, FileTooLarge, TooManyPages, QuotaReached.
    """
    with uploader.transaction() as tx:
        found = combining.find(tx, envelope_id, ids)
    if sum(d.size for d in found) > BYTES_LIMIT:
        raise FileTooLarge
    with TemporaryFile() as bundle:
        image_bundle.write(
            bundle,
            (
                (d.name, len(d.pages), uploader.organization.get_stream(combining.stored_name(d)))
                for d in found
            ),
        )
        incoming = incoming_file.of(bundle)
        file = document_upload.describe(new_id, incoming)
        with uploader.transaction() as tx:
            combining.announce(tx, [file], now)
        uploader.organization.put_stream(file.object, incoming.pieces())
    try:
        return uploader.commit(
            lambda tx: combining.combine(tx, envelope_id, [d.id for d in found], file, now)
        )
    except Refusal:
        document_upload.give_up(uploader.organization, file)
        raise


def split(uploader: Uploader, envelope_id: UUID, document_id: UUID, now: datetime) -> Envelope:
    """Raises NotFound, NotImages, DamagedFile, TooManyDocuments, QuotaReached."""
    with uploader.transaction() as tx:
        combined = combining.find_combined(tx, envelope_id, document_id)
    with TemporaryFile() as bundle:
        for piece in uploader.organization.get_stream(combining.stored_name(combined)):
            bundle.write(piece)
        try:
            bundled = image_bundle.files(bundle)
        except zipfile.BadZipFile as error:
            raise DamagedFile from error
        if len(bundled) > DOCUMENTS_LIMIT:
            raise TooManyDocuments
        hashed = [incoming_file.hashed(each.pieces()) for each in bundled]
        singles = [
            SingleImage(
                uuid5(document_id, f"{number} {sha256}"), each.name, sha256, size, each.pages
            )
            for number, (each, (sha256, size)) in enumerate(zip(bundled, hashed, strict=True))
        ]
        stored = [document_upload.named(s.document_id, s.sha256, s.size) for s in singles]
        with uploader.transaction() as tx:
            combining.announce(tx, stored, now)
        for each, file in zip(bundled, stored, strict=True):
            uploader.organization.put_stream(file.object, each.pieces())
    try:
        return uploader.commit(
            lambda tx: combining.split(tx, envelope_id, document_id, stored, singles, now)
        )
    except Refusal:
        for file in stored:
            document_upload.give_up(uploader.organization, file)
        raise
