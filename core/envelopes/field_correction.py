"""Correcting the fields of a sent envelope: those of recipients who have not finished."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes import correction
from core.envelopes.drafts import draft_sending, field_merge, placement
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen
from core.fields.events import FieldsCorrected
from core.fields.field import Field, accept_value, first_value, placements
from core.refusals import Invalid, sentence
from core.signing import consenting

FIXED = sentence("This field stays as it is: you fill it in yourself, or someone has finished.")
NO_ONE = sentence("Choose a signer who has not finished yet.")


def is_fixed(envelope: Envelope, field: Field) -> bool:
    """What someone signed, or was shown as the sender's, stays as it was then."""
    people = [envelope.recipient(id) for id in field.recipient_ids]
    open_to = any(correction.removable(envelope, r) for r in people)
    return not open_to or any(r.completed_at for r in people)


def fillers(envelope: Envelope, now: datetime) -> tuple[Recipient, ...]:
    """Whose fields can be corrected, and who can get new ones; none when it is closed."""
    if not correction.is_open(envelope, now):
        return ()
    return tuple(
        r for r in envelope.recipients if r.role.has_fields and correction.removable(envelope, r)
    )


def correct(
    envelope: Envelope, changed: Sequence[Field], removed: Collection[UUID], now: datetime
) -> Outcome:
    """
    New and changed fields, and those that are taken out. What was filled in stays where the field
    still takes it. The same fields again change nothing.

    Raises NotOpen, NotFound, Invalid with the ids of fields, or `fields`.
    """
    if not correction.is_open(envelope, now):
        raise NotOpen
    there = {f.id: f for f in envelope.fields}
    new = [f for f in changed if not (f.id in there and field_merge.is_same(there[f.id], f))]
    gone = {id for id in removed if id in there}
    _check(envelope, new, [there[id] for id in gone])
    outcome, wrong = placement.place(envelope, new, gone)
    if wrong:
        raise Invalid(**{str(id): why for id, why in wrong.items()})
    fields = tuple(_with_value(envelope, f, there.get(f.id)) for f in outcome.envelope.fields)
    after = [f for f in fields if f.id not in there or _differ(f, there[f.id])]
    # What was changed for its group: that of someone who has finished does not change either.
    _check(envelope, after, ())
    if not after and not gone:
        return Outcome(envelope)
    corrected = replace(envelope, fields=fields, fields_corrected_at=now)
    if why := draft_sending.fields_problem(corrected):
        raise Invalid(fields=why)
    before = [f for f in envelope.fields if f.id in gone or f.id in {a.id for a in after}]
    event = FieldsCorrected(
        count=len(gone) + len(after), old=placements(before), new=placements(after)
    )
    return Outcome(corrected, (event,))


def _check(envelope: Envelope, new: Iterable[Field], gone: Iterable[Field]) -> None:
    """Raises Invalid, NotFound."""
    there = {f.id: f for f in envelope.fields}
    wrong = {f.id: NO_ONE for f in new if is_fixed(envelope, f)}
    before = [there[f.id] for f in new if f.id in there]
    wrong |= {f.id: FIXED for f in (*before, *gone) if is_fixed(envelope, f)}
    if wrong:
        raise Invalid(**{str(id): why for id, why in wrong.items()})


def _differ(one: Field, other: Field) -> bool:
    return placements([one]) != placements([other])


def _with_value(envelope: Envelope, field: Field, before: Field | None) -> Field:
    """What they have filled in; else what they would have begun with."""
    if field is before:
        return field
    same = before is not None and (before.kind, before.recipient_ids) == (
        field.kind,
        field.recipient_ids,
    )
    person = envelope.recipient(field.recipient_ids[0])
    if before is None or not same:
        return consenting.first_filled(field, person) if person.consented else field
    begun = "" if before.is_shared else first_value(before, person)
    if before.value == begun and person.consented and begun:
        return consenting.first_filled(field, person)
    try:
        value = _accepted(field, before.value)
    except Invalid:
        return field
    return replace(field, value=value, filled_by=before.filled_by if value else None)


def _accepted(field: Field, value: str) -> str:
    """Raises Invalid."""
    kept = not value or field.kind.is_adopted or field.kind.is_uploaded or field.kind.formula
    return value if kept else accept_value(field, value)
