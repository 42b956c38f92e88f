"""The values of the merge fields of a document, which its sender fills in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import Document
from core.envelopes.drafts import draft_documents
from core.envelopes.envelope import Envelope
from core.text.printable import cleaned
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.envelopes.drafting import StoredUpload


def of_envelope(tx: Transaction, envelope: Envelope) -> dict[UUID, dict[str, str]]:
    """By the document; nothing is asked for when no document has merge fields."""
    tx.require(Permission.READ_ENVELOPES)
    asking = [document.id for document in envelope.documents if document.asked]
    return tx.documents.merge_values(asking) if asking else {}


def find(tx: Transaction, envelope_id: UUID, document_id: UUID) -> Document:
    """The document whose uploaded file is stored once more. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    return tx.get_visible(envelope_id).document(document_id)


def fill_in(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    file: StoredUpload,
    values: Mapping[str, str],
    now: datetime,
) -> Envelope:
    """
    A document with these values takes the place of this one. `file` is the same file, stored again.

    Raises ValuesNeeded, ValueTooLong.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = draft_documents.fill_in(envelope, document_id, file.document_id, values)
    tx.record(outcome, tx.principal.actor, now)
    if outcome.events:
        tx.documents.keep_values(envelope_id, file.document_id, values)
        tx.unused_files.keep(file.object, file.attempt)
        files = unused_files.of_document(envelope.document(document_id))
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope


def typed(value: str) -> str:
    """As it is printed: lines stay, what cannot be seen goes."""
    return "\n".join(cleaned(line) for line in value.splitlines()).strip()
