"""
Fields as several pages change them at once: what only one of them changed is merged, and what two
changed is stored as the first of them has it, until the second chooses.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.envelopes.drafts import draft_fields
from core.fields.field import Field, box
from core.refusals import Invalid


@dataclass(frozen=True, slots=True)
class MergedFields:
    """
    `changed` and `removed` are what may be stored. `contested` are fields that another page has
    changed or removed (None) as well: nothing of them is stored unasked.
    """

    changed: tuple[Field, ...]
    removed: frozenset[UUID]
    contested: Mapping[UUID, Field | None] = field(default_factory=dict)


def merge(
    stored: Iterable[Field],
    changed: Sequence[Field],
    removed: Collection[UUID],
    was: Mapping[UUID, Field],
) -> MergedFields:
    """`was` are fields as the page began with them: one that is not among them is new in it."""
    there = {f.id: f for f in stored}
    contested: dict[UUID, Field | None] = {}
    free = []
    for mine in changed:
        theirs, before = there.get(mine.id), was.get(mine.id)
        if is_free(mine, theirs, before):
            free.append(mine)
        else:
            contested[mine.id] = theirs
    gone = set()
    for id in set(removed) & there.keys():
        if id in was and is_same(there[id], was[id]):
            gone.add(id)
        else:
            contested[id] = there[id]
    return MergedFields(tuple(free), frozenset(gone), contested)


def is_free(mine: Field, theirs: Field | None, before: Field | None) -> bool:
    """Whether no other page has changed it since, or has done the very same."""
    if theirs is None or before is None:
        return theirs is before or (theirs is not None and is_same(theirs, mine))
    return is_same(theirs, before) or is_same(theirs, mine)


def is_same(one: Field, other: Field) -> bool:
    """As they are kept: however a number or a list was typed, and whoever has filled it in."""
    return _said(one) == _said(other)


def _said(field: Field) -> tuple[object, ...]:
    try:
        field = draft_fields.as_kept(field)
    except Invalid:  # what cannot be kept is only like itself
        field = replace(field, recipient_ids=tuple(sorted(set(field.recipient_ids))))
    what = (field.document_id, field.recipient_ids, field.kind.name, field.page)
    properties = repr(sorted(field.properties.items()))
    return (*what, *_place(field), field.required, field.label, properties)


def _place(field: Field) -> tuple[int, ...]:
    """In hundredths of a point, in which pages say places; none, where it is no number."""
    try:
        return tuple(round(number / 10) for number in box(field))
    except (ValueError, OverflowError):
        return ()
