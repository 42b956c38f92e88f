"""An editor changes the fields of who comes after them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.turns import field_editing
from core.fields.field import Field
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.drafting import PlacedFields
from tenants.use_cases.fields import corrected_fields
from tenants.use_cases.signing import signing_ceremony


def edit(
    tx: Transaction, wanted: MergedFields, was: Mapping[UUID, Field] | None, now: datetime
) -> PlacedFields:
    """
    As `correcting.correct_fields`; of other fields the page knows nothing, nor is it told.

    Raises NotFound, Invalid with the ids of fields or `fields`, what keeps them from acting.
    """
    envelope, id = signing_ceremony.locked(tx), tx.recipient.recipient_id
    known = field_editing.changeable(envelope, envelope.recipient(id))

    def decide(
        envelope: Envelope, changed: Sequence[Field], removed: Collection[UUID], now: datetime
    ) -> Outcome:
        return field_editing.edit(envelope, id, changed, removed, now)

    return corrected_fields.keep(tx, envelope, known, wanted, was, decide, now)
