"""Files that a recipient reads: signatures on the pages, sealed documents, the certificate."""

from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Status
from core.refusals import NotFound
from core.signing import attaching
from core.signing.proofs import proving
from tenants.ceremony import Ceremony
from tenants.transaction import Transaction
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from tenants.use_cases.signing import attachments


def signature_image(tx: Transaction, ceremony: Ceremony, signature_id: UUID) -> bytes:
    """
    A PNG that this recipient adopted, or that someone who has finished left on a page they see.

    Raises NotFound, ConsentNeeded, NotOpen.
    """
    ceremony.check_may_read()
    picture = tx.signatures.picture(signature_id, ceremony.envelope.id)
    is_mine = picture.recipient_id == ceremony.recipient_id
    if not is_mine and str(signature_id) not in {field.value for field in ceremony.filled}:
        raise NotFound
    return picture.png


def sealed_file(
    tx: Transaction, ceremony: Ceremony, document_id: UUID | None, now: datetime
) -> FoundSealedFile:
    """
    A sealed document; without an id the certificate of completion. Raises ProofNeeded, NotFound.
    """
    proving.check(ceremony.recipient, ceremony.given)
    if not ceremony.recipient.gets_copy:
        raise NotFound
    if document_id is not None:
        ceremony.envelope.document(document_id)  # of those that are shown to them
    envelope_id, actor = ceremony.envelope.id, tx.principal.actor
    return sealed_files.find(tx, envelope_id, document_id, actor=actor, now=now)


def attached(
    tx: Transaction, ceremony: Ceremony, attachment_id: UUID, now: datetime
) -> FoundSealedFile:
    """
    A file that this recipient attached; those of others once the envelope is completed.

    Raises NotFound, DocumentsGone, ConsentNeeded, NotOpen.
    """
    ceremony.check_may_read()
    envelope = ceremony.envelope
    files = attaching.own_files(envelope, ceremony.recipient_id)
    if envelope.status is Status.COMPLETED:
        files = attaching.files(envelope)
    return attachments.find(tx, envelope, files, attachment_id, now)
