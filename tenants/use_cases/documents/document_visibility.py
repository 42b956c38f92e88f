"""Who sees a document of a draft, and what readers have to do with it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.supplement import Supplement
from core.envelopes.drafts import draft_visibility
from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction


def show(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    hidden_from: Collection[UUID],
    supplement: Supplement,
    now: datetime,
) -> Envelope:
    """Raises NotADraft, NotFound, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = draft_visibility.show(envelope, document_id, hidden_from, supplement)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
