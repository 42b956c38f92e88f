"""Fields of a draft, each for itself: a wrong one holds up no other, none is removed unasked."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from core.envelopes import groups as recipient_groups
from core.envelopes.drafts import draft_fields
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome
from core.fields import field_name, properties
from core.fields.field import Field
from core.fields.logic import dependencies, groups, rules
from core.fields.logic.conditions import GROUP
from core.refusals import Invalid, NotFound, sentence

GONE = sentence(
    "The person this field is for, or its page, is no longer in the envelope."
    " Remove the field, or choose someone else."
)


def change(
    envelope: Envelope, changed: Sequence[Field], removed: Collection[UUID] = ()
) -> tuple[Outcome, dict[UUID, str]]:
    """
    New and changed fields, each for itself, and those that are taken out; all others stay.

    Also what is wrong with each that could not be placed, by its id. Raises NotADraft.
    """
    check_draft(envelope)
    return place(envelope, changed, removed)


def place(
    envelope: Envelope, changed: Sequence[Field], removed: Collection[UUID] = ()
) -> tuple[Outcome, dict[UUID, str]]:
    """The same in an envelope of any state; the caller has checked that it may be changed."""
    changed = recipient_groups.shared(changed, envelope.recipients)
    kept = {f.id: f for f in envelope.fields if f.id not in removed}
    changing = {f.id for f in changed}
    patterns = properties.patterns(f.properties for id, f in kept.items() if id not in changing)
    names = field_name.taken(f.properties for id, f in kept.items() if id not in changing)
    wrong: dict[UUID, str] = {}
    for field in changed:
        more = patterns | properties.patterns([field.properties])
        if len(more) > draft_fields.PATTERNS_LIMIT:
            wrong[field.id] = draft_fields.TOO_MANY_PATTERNS
            continue
        patterns = more
        try:
            placed = draft_fields.placed(envelope, field)
            field_name.check_free(placed.properties, names)
        except Invalid as invalid:
            wrong[field.id] = " ".join(invalid.errors.values())
        except NotFound:
            wrong[field.id] = GONE
        else:
            if len(kept) < draft_fields.FIELDS_LIMIT or placed.id in kept:
                kept[placed.id] = placed
                names |= field_name.taken([placed.properties])
            else:
                wrong[placed.id] = draft_fields.TOO_MANY_FIELDS
    told = {f.id: f for f in groups.shared(kept.values(), envelope.fields)}
    followed = {id for id, field in told.items() if field is not kept[id]}
    illogical = _illogical(envelope, told, changing | followed)
    wrong |= {id: why for id, why in illogical.items() if id in changing}
    # One that was taken back into another group takes what that has by now.
    fields = groups.shared(told.values())
    return Outcome(replace(envelope, fields=fields)), wrong


def _illogical(
    envelope: Envelope, kept: dict[UUID, Field], changing: Collection[UUID]
) -> dict[UUID, str]:
    """
    Takes back what has a new condition or formula that says nothing. One that said something until
    another field was removed stays, for its sender to see: see `draft_sending.missing`.
    """
    before = {f.id: f for f in envelope.fields}
    problems = rules.problems(tuple(kept.values()))
    wrong: dict[UUID, str] = {}
    for id, sentences in problems.items():
        was = before.get(id)
        if id in changing and (was is None or _logic(was) != _logic(kept[id])):
            wrong[id] = " ".join(sentences.values())
            if was is None:
                del kept[id]
            else:
                kept[id] = was
    return wrong


def _logic(field: Field) -> list[object]:
    return [*dependencies.written(field), GROUP.of(field.properties)]
