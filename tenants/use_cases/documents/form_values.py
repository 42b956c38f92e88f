"""A form that arrived filled in: its values become those of fields, and are drawn no more."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.refusals import ValuesStayDrawn
from core.envelopes.drafts import draft_documents, placement
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope
from core.fields import field_name, found_field
from core.fields.found_field import FoundField
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.draft_uploads import StoredUpload


def lift(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    file: StoredUpload,
    recipient_id: UUID | None,
    now: datetime,
) -> Envelope:
    """
    The same file, stored again as `file`, with empty form fields: fields hold what they said.

    They are for a recipient, or for the sender to fill in. What cannot be a field's value stays
    drawn. The same again changes nothing. Raises NotADraft, NotFound, PagesLocked, ValuesStayDrawn.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_draft(envelope)
    if any(document.id == file.document_id for document in envelope.documents):
        return envelope
    old = envelope.document(document_id)
    taken = field_name.taken(field.properties for field in envelope.fields)
    placed = {}
    for one in _filled(tx, envelope, document_id):
        field = one.placed(document_id, [recipient_id] if recipient_id else [], taken)
        taken |= field_name.taken([field.properties])
        placed[field.id] = (one, field)
    with_fields, wrong = placement.change(envelope, [field for _, field in placed.values()])
    there = {id: one for id, (one, _) in placed.items() if id not in wrong}
    if not there:
        raise ValuesStayDrawn
    lifted = [(one.page, one.key, id) for id, one in there.items()]
    outcome = draft_documents.lift_values(
        with_fields.envelope, document_id, file.document_id, lifted
    )
    tx.record(outcome, tx.principal.actor, now)
    tx.unused_files.keep(file.object, file.attempt)
    tx.jobs.add(tx.organization_id, unused_files.later(unused_files.of_document(old), now))
    return outcome.envelope


def _filled(tx: Transaction, envelope: Envelope, document_id: UUID) -> list[FoundField]:
    rows = tx.documents.all_found_fields(envelope.id).get(document_id, ())
    filled = (found_field.read(row) for row in rows)
    able = (one.with_value() for one in filled if one.is_filled)
    return [one for one in able if one is not None]
