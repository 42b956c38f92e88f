"""Changes of fields of a sent envelope: all of them or none, by whoever may decide about them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes import groups
from core.envelopes.drafts import field_merge
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Outcome
from core.fields.field import Field
from core.refusals import Invalid
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.drafting import PlacedFields
from tenants.use_cases.fields import value_readers

Decision = Callable[[Envelope, Sequence[Field], Collection[UUID], datetime], Outcome]


def keep(
    tx: Transaction,
    envelope: Envelope,
    known: Sequence[Field],
    wanted: MergedFields,
    was: Mapping[UUID, Field] | None,
    decide: Decision,
    now: datetime,
) -> PlacedFields:
    """
    Of a locked envelope, of which the page knows these fields. `was`: as it began with them; where
    another page has changed one since, nothing is done.

    Raises what `decide` raises, Invalid with the ids of fields.
    """
    wanted = replace(wanted, changed=groups.shared(wanted.changed, envelope.recipients))
    if was is not None:
        began = {f.id: f for f in groups.shared(was.values(), envelope.recipients)}
        merged = field_merge.merge(known, wanted.changed, wanted.removed, began)
        if merged.contested:
            return PlacedFields(envelope, {}, merged.contested, envelope.fields)
        wanted = merged
    read, misread = value_readers.with_read_defaults(wanted.changed, now)
    if misread:
        raise Invalid(**{str(id): why for id, why in misread.items()})
    outcome = decide(envelope, read, wanted.removed, now)
    tx.record(outcome, tx.principal.actor, now)
    return PlacedFields(outcome.envelope, {}, {}, envelope.fields)
