"""Writes a new draft with the contents of others: no file is read, stored or taken in again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.envelopes.drafts import copying as rules
from core.envelopes.drafts.copying import Copied
from core.envelopes.envelope import Envelope, Status
from core.refusals import Forbidden
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting


def copy_envelope(tx: Transaction, envelope_id: UUID, copy_id: UUID, now: datetime) -> Envelope:
    """
    A new draft of one's own with the documents, recipients and fields of an envelope.

    The same `copy_id` again is the same draft. Raises NotFound, Forbidden, NothingToCopy,
    NotReadyToCopy.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if access.sees_as_recipient(tx.role, tx.standing(envelope_id)):
        raise Forbidden
    source = tx.envelopes.hold(envelope_id)
    blank = drafting.blank(tx, copy_id, now)
    write(tx, blank, rules.of_envelope(blank, source, new_id), tx.principal.actor, now)
    return tx.get_visible(copy_id)


def write(tx: Transaction, blank: Envelope, copied: Copied, by: str, now: datetime) -> bool:
    """
    The rows of a copy, in the transaction that holds its sources. False when its id is taken.

    Files are shared, so that a copy takes a dozen statements, however long its documents are.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if not begin(tx, blank, copied, now):
        return False
    tx.record(copied.outcome, by, now)
    copy_parts(tx, copied)
    return True


def begin(tx: Transaction, blank: Envelope, copied: Copied, now: datetime) -> bool:
    """The row of a copy, for which all else is recorded then. False when its id is taken."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = copied.outcome.envelope
    begun = Envelope(
        *(blank.id, blank.organization_id, blank.sender_id, envelope.name, now),
        template_id=envelope.template_id,
        template_version=envelope.template_version,
        bulk_send_id=envelope.bulk_send_id,
        content_of=envelope.content_of,
    )
    return tx.envelopes.add(begun)


def copy_parts(tx: Transaction, copied: Copied) -> None:
    """What documents have beside their rows, after these were recorded."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = copied.outcome.envelope
    tx.page_images.copy(copied.documents)
    found = any(d.found_fields or d.filled_fields or d.lost_fields for d in envelope.documents)
    if found and envelope.status is Status.DRAFT:
        tx.documents.copy_found_fields(envelope.id, copied.documents, copied.people)
    for document_id, values in _values(tx, copied).items():
        tx.documents.keep_values(envelope.id, document_id, values)


def _values(tx: Transaction, copied: Copied) -> dict[UUID, Mapping[str, str]]:
    """What typed pages are filled in with, which can be changed in the copy."""
    asking = {d.id for d in copied.outcome.envelope.documents if d.asked}
    known = copied.values.keys()
    sources = {s: copy for s, copy in copied.documents.items() if copy in asking - known}
    stored = tx.documents.merge_values(sources) if sources else {}
    return {sources[source]: values for source, values in stored.items()} | dict(copied.values)
