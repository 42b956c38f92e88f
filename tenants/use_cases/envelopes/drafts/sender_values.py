"""What a sender fills in of a draft by the names of its fields: each becomes their default."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.fields.field_name import NAME
from core.fields.properties import DEFAULT
from core.refusals import FilledSentence, Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting, reading

NO_FIELD = sentence(
    "There is no field named “%(name)s” that can be filled in beforehand. Check the name."
)


def fill_in(
    tx: Transaction, envelope_id: UUID, values: Mapping[str, str], now: datetime
) -> Envelope:
    """
    What recipients find filled in, and for fields of no one what stands there.

    Raises NotADraft, NotFound, Forbidden, Invalid with the name of a field that there is not, or
    whose kind does not take the value.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = reading.changeable(tx, envelope_id)
    named = {NAME.of(f.properties): f for f in envelope.fields if DEFAULT in f.kind.properties}
    if unknown := [name for name in values if not name or name not in named]:
        raise Invalid(values=FilledSentence(NO_FIELD, name=unknown[0]))
    changed = [
        replace(field, properties={**field.properties, DEFAULT.name: values[name]})
        for name, field in named.items()
        if name in values
    ]
    placed = drafting.place_valid_fields(tx, envelope_id, changed, now)
    for why in placed.wrong.values():
        raise Invalid(values=why)
    return placed.envelope
