"""Uploading a document: two short transactions with the object store between them."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from core.refusals import Refusal
from tenants.committing import Committing
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile
from tenants.identifiers import new_id
from tenants.installation import Organization
from tenants.use_cases.documents import draft_uploads, replacing
from tenants.use_cases.documents.draft_uploads import StoredUpload
from tenants.use_cases.envelopes import drafting


class Uploader(Committing, Protocol):
    """A member of the portal, or whatever else acts in an organization by a principal."""

    @property
    def organization(self) -> Organization: ...


def upload(
    uploader: Uploader,
    envelope_id: UUID,
    document_id: UUID,
    name: str,
    data: bytes | IncomingFile,
    now: datetime,
    begin: bool = False,
) -> Envelope:
    """
    Keep an uploaded file and have it taken in. Raises what draft_uploads.check_upload raises.

    `begin`: into a new draft, which is created with it and not when it is refused.
    """
    incoming = data if isinstance(data, IncomingFile) else incoming_file.of_bytes(data)
    file = describe(document_id, incoming)
    with uploader.transaction() as tx:
        if begin:
            drafting.create(tx, envelope_id, "", now)
        draft_uploads.check_upload(tx, envelope_id, document_id, name, file.size, now)
        tx.unused_files.announce(file.object, file.attempt)
    uploader.organization.put_stream(file.object, incoming.pieces())
    try:
        return uploader.commit(lambda tx: draft_uploads.add(tx, envelope_id, name, file, now))
    except Refusal:
        # Another file took the room meanwhile, or it was sent. A row of before may name the file.
        give_up(uploader.organization, file)
        raise


def replace(
    uploader: Uploader,
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    name: str,
    data: bytes | IncomingFile,
    now: datetime,
) -> Envelope:
    """The same of a new version of a document. Raises what replacing.begin raises."""
    incoming = data if isinstance(data, IncomingFile) else incoming_file.of_bytes(data)
    file = describe(new_id, incoming)
    with uploader.transaction() as tx:
        replacing.check(tx, envelope_id, document_id, name, file, now)
        tx.unused_files.announce(file.object, file.attempt)
    uploader.organization.put_stream(file.object, incoming.pieces())
    try:
        return uploader.commit(
            lambda tx: replacing.begin(tx, envelope_id, document_id, name, file, now)
        )
    except Refusal:
        give_up(uploader.organization, file)
        raise


def describe(document_id: UUID, file: IncomingFile) -> StoredUpload:
    """Where a file is to be stored, byte for byte as it came."""
    return named(document_id, file.sha256, file.size)


def named(document_id: UUID, sha256: str, size: int) -> StoredUpload:
    """The same of a file whose hash is known."""
    name = draft_uploads.original_name(document_id, sha256)
    return StoredUpload(document_id, name, sha256, size, new_id())


def give_up(organization: Organization, file: StoredUpload) -> None:
    """The file is deleted, also if the uploader has lost the right to it meanwhile."""
    with organization.transaction(SYSTEM) as tx:
        tx.unused_files.hurry(file.object, file.attempt)
