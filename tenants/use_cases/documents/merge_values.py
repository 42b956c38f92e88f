"""The values of the merge fields of documents, which their sender fills in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft_values
from core.envelopes.envelope import Envelope
from core.text.printable import cleaned
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files


def of_envelope(tx: Transaction, envelope: Envelope) -> dict[UUID, dict[str, str]]:
    """By the document; nothing is asked for when no document has merge fields."""
    tx.require(Permission.READ_ENVELOPES)
    return of_envelopes(tx, [envelope])


def of_envelopes(tx: Transaction, envelopes: Iterable[Envelope]) -> dict[UUID, dict[str, str]]:
    """The same of several, such as the contents of templates."""
    tx.require(Permission.READ_ENVELOPES)
    asking = [d.id for envelope in envelopes for d in envelope.documents if d.asked]
    return tx.documents.merge_values(asking) if asking else {}


def fill_in(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    values: Mapping[str, str],
    now: datetime,
) -> Envelope:
    """
    A document with these values, made from the same file, takes the place of this one.

    In a template some may be left open. Raises NotFound, ValuesNeeded, ValueTooLong.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    given = {name: value for name, value in values.items() if value.strip()}
    outcome = draft_values.fill_in(envelope, document_id, new_id, given)
    tx.record(outcome, tx.principal.actor, now)
    if outcome.events:
        tx.documents.keep_values(envelope_id, new_id, given)
    if not any(d.id == document_id for d in outcome.envelope.documents):
        files = unused_files.of_document(envelope.document(document_id))
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope


def typed(value: str) -> str:
    """As it is printed: lines stay, what cannot be seen goes."""
    return "\n".join(cleaned(line) for line in value.splitlines()).strip()
