"""Filling in, and the explicit act of finishing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from core.documents import attached_file
from core.envelopes.envelope import Envelope, Outcome, with_fields, with_recipients
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.routing import advance
from core.envelopes.turns import naming
from core.fields.field import Field, accept_value, last_value
from core.refusals import Invalid, NotFound, sentence
from core.signing import acknowledging, ceremony_logic, own_hand, turn
from core.signing.events.recipients import RecipientCompleted
from core.signing.origin import Origin
from core.signing.proofs import confirming
from core.signing.refusals import (
    AnswersChanged,
    FieldsChanged,
    FieldsMissing,
    PagesComing,
    PeopleUnnamed,
    SignatureNeeded,
    SupplementsPending,
)
from core.text.printable import cleaned

FILLED_MEANWHILE = sentence(
    "Someone else has filled this in and finished. Read what they entered, then continue."
)
ENTERED_MEANWHILE = sentence("Someone else entered something here. Keep theirs, or use yours.")


def fill(
    envelope: Envelope,
    recipient_id: UUID,
    values: Mapping[UUID, str],
    known: Mapping[UUID, str] | None = None,
) -> Outcome:
    """
    Put values into fields, to be finished later. Raises Invalid with an error per field.

    A signature or initials takes any value for "mine" and "" for "not any more"; an image of the
    recipient its id. What several may fill in any of them changes until the first of them
    finishes. `known` is what the page has shown there: who did not know the value of another is
    asked (ENTERED_MEANWHILE).
    """
    turn.check_consented(envelope, envelope.recipient(recipient_id))
    return Outcome(entered(envelope, recipient_id, values, known))


def entered(
    envelope: Envelope,
    recipient_id: UUID,
    values: Mapping[UUID, str],
    known: Mapping[UUID, str] | None = None,
) -> Envelope:
    """With these values, whether or not it is their turn. Raises Invalid."""
    own = own_hand.seen_by(envelope, recipient_id)
    filled = with_fields(envelope, *_filled(own, recipient_id, values, known))
    _check_groups(filled, recipient_id, values)
    return filled


def finish(
    envelope: Envelope,
    recipient_id: UUID,
    values: Mapping[UUID, str],
    today: date,
    origin: Origin,
    now: datetime,
    seen: str | None = None,
    known: Mapping[UUID, str] | None = None,
    corrected: str | None = None,
) -> Outcome:
    """
    Fill in, check that nothing is missing, and finish. A second time changes nothing.

    `today` is the date where the organization is. `seen` is the mark (ceremony_logic.mark) of what
    the recipient has seen of conditions and formulas, where that is known; `known` as for `fill`;
    `corrected` the mark of the last correction of fields that their page knew of.
    Raises FieldsMissing, PagesComing, AnswersChanged, FieldsChanged, SupplementsPending,
    PeopleUnnamed.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.role.acts and recipient.status is RecipientStatus.COMPLETED:
        return Outcome(envelope)
    turn.check_consented(envelope, recipient)
    turn.check_time(envelope, now)
    if not all(document.drawn for document in envelope.documents):
        raise PagesComing
    if acknowledging.pending(envelope, recipient_id):
        raise SupplementsPending
    if naming.to_name(envelope.recipients, recipient):
        raise PeopleUnnamed
    if corrected is not None and corrected != ceremony_logic.corrected(envelope):
        raise FieldsChanged
    filled = entered(envelope, recipient_id, values, known)
    if seen is not None and seen != ceremony_logic.mark(filled, recipient_id, today):
        raise AnswersChanged
    filled = own_hand.seen_by(filled, recipient_id)
    given = _all_given(filled, recipient, today)
    confirming.check(envelope, recipient, given)
    return complete(_kept(filled, given), recipient, given, origin, now)


def complete(
    envelope: Envelope, recipient: Recipient, fields: Sequence[Field], origin: Origin, now: datetime
) -> Outcome:
    """The recipient has finished, with the values of these fields; the next are invited."""
    done = replace(recipient, status=RecipientStatus.COMPLETED, completed_at=now)
    finished = RecipientCompleted(
        recipient_id=recipient.id,
        values=confirming.written(fields),
        address=origin.address,
        user_agent=origin.user_agent,
    )
    outcome = advance(with_recipients(envelope, done), now)
    return Outcome(outcome.envelope, (finished, *outcome.events))


def to_confirm(envelope: Envelope, recipient_id: UUID, today: date) -> tuple[tuple[UUID, ...], str]:
    """
    Which signatures they still have to confirm before they finish, and the mark of what they sign.

    Raises FieldsMissing, and what keeps a recipient from acting.
    """
    recipient = envelope.recipient(recipient_id)
    turn.check_consented(envelope, recipient)
    given = _all_given(own_hand.seen_by(envelope, recipient_id), recipient, today)
    return confirming.left(envelope, recipient, given)


def _all_given(envelope: Envelope, recipient: Recipient, today: date) -> list[Field]:
    """Raises FieldsMissing."""
    given = _given(envelope, recipient, today)
    lacking = tuple(str(f.id) for f in given if f.missing)
    if lacking:
        raise FieldsMissing(lacking)
    return [replace(f, is_hidden=False) for f in given]


def _given(envelope: Envelope, recipient: Recipient, today: date) -> list[Field]:
    """
    What they sign, as it stands with all of it: without what is empty and may still be filled in by
    others, and with what the sender's fields say now where that depends on it.
    """
    id, mine = recipient.id, envelope.fields_of(recipient.id)
    last = with_fields(envelope, *(f.filled(last_value(f, recipient, today), id) for f in mine))
    standing = ceremony_logic.resolved(last, id)
    given = [replace(f, filled_by=id if f.value else None) for f in standing.of(mine)]
    theirs = [f for f in given if f.value or not envelope.others_may_fill(f, id)]
    return [*theirs, *ceremony_logic.senders_changed(last, standing)]


def _kept(envelope: Envelope, given: Sequence[Field]) -> Envelope:
    """Their values; whether they are required just now is not stored."""
    return with_fields(
        envelope,
        *(replace(envelope.field(f.id), value=f.value, filled_by=f.filled_by) for f in given),
    )


def _check_groups(envelope: Envelope, recipient_id: UUID, values: Mapping[UUID, str]) -> None:
    """Raises Invalid, at what was given, for more ticks than a group allows."""
    wrong = ceremony_logic.too_many(envelope, recipient_id)
    if at_fault := {str(id): why for id, why in wrong.items() if values.get(id)}:
        raise Invalid(**at_fault)


def _filled(
    envelope: Envelope,
    recipient_id: UUID,
    values: Mapping[UUID, str],
    known: Mapping[UUID, str] | None,
) -> tuple[Field, ...]:
    errors: dict[str, str] = {}
    fields: list[Field] = []
    for field_id, value in values.items():
        field = _theirs(envelope, recipient_id, field_id)
        if not field.is_for(recipient_id):
            if value and cleaned(value) != field.value:
                errors[str(field_id)] = FILLED_MEANWHILE
            continue
        shown = None if known is None or field.kind.is_adopted else known.get(field_id, "")
        if field.is_shared and shown is not None and field.value != shown:
            if cleaned(value) not in (field.value, shown):
                errors[str(field_id)] = ENTERED_MEANWHILE
            continue
        try:
            fields.append(field.filled(_value(envelope, field, value, recipient_id), recipient_id))
        except Invalid as invalid:
            errors |= invalid.errors
    if errors:
        raise Invalid(**errors)
    return (*fields, *ceremony_logic.unchosen(envelope, recipient_id, fields))


def _theirs(envelope: Envelope, recipient_id: UUID, field_id: UUID) -> Field:
    """Raises NotFound, FieldsChanged for one that may have been theirs until it was corrected."""
    field = next((f for f in envelope.fields if f.id == field_id), None)
    if field is not None and recipient_id in field.recipient_ids:
        return field
    raise FieldsChanged if envelope.fields_corrected_at else NotFound


def _value(envelope: Envelope, field: Field, value: str, recipient_id: UUID) -> str:
    if field.kind.is_uploaded and value != field.value:
        raise Invalid(**{str(field.id): attached_file.UNREADABLE})
    if not field.kind.is_adopted or not value:
        return accept_value(field, value)
    adopted = envelope.adopted(recipient_id, field.kind.name)
    if not field.kind.is_signature:
        own = (s for s in envelope.signatures if s.recipient_id == recipient_id)
        of_kind = (s for s in own if s.kind == field.kind.name)
        adopted = next((s for s in of_kind if str(s.id) == value), None)
    if adopted is None:
        raise SignatureNeeded
    return str(adopted.id)
