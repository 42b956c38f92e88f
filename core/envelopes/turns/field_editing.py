"""Which fields an editor may change: those of recipients who come after them, and no others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from core.documents import visibility
from core.envelopes import field_correction
from core.envelopes.drafts.placement import GONE
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import DROPPED, Recipient
from core.envelopes.turns import editing
from core.fields.field import Field, placements
from core.fields.field_name import NAME
from core.fields.logic import rules
from core.fields.logic.conditions import GROUP
from core.fields.logic.dependencies import expression, written
from core.refusals import Invalid, NotFound
from core.signing import turn


def fillers(envelope: Envelope, editor: Recipient) -> tuple[Recipient, ...]:
    """Whose fields they may change, and who can get new ones."""
    return tuple(r for r in editing.editable(envelope, editor) if r.role.has_fields)


def changeable(envelope: Envelope, editor: Recipient) -> tuple[Field, ...]:
    """
    Fields for later recipients alone, on documents that the editor sees. What is computed from a
    hidden document stays as it is, and so does what leads to a place that the sender chose.
    """
    may_change = _Reach(envelope, editor).may_change
    return tuple(f for f in envelope.fields if may_change(f))


def edit(
    envelope: Envelope,
    editor_id: UUID,
    changed: Sequence[Field],
    removed: Collection[UUID],
    now: datetime,
) -> Outcome:
    """
    As a correction by the sender, of these fields only. The same again changes nothing.

    Raises NotFound, what `field_correction.correct` raises, and what keeps the editor from acting.
    """
    editor = envelope.recipient(editor_id)
    turn.check_consented(envelope, editor)
    turn.check_time(envelope, now)
    if not editor.role.edits_others:
        raise NotFound
    reach = _Reach(envelope, editor)
    touched = {f.id for f in changed} | set(removed)
    _check(reach, [f for f in (*envelope.fields, *changed) if f.id in touched])
    outcome = field_correction.correct(envelope, changed, removed, now)
    # A group changes together: also what was not asked for has to be theirs to change.
    there = {f.id: placements([f]) for f in envelope.fields}
    after = [f for f in outcome.envelope.fields if there.get(f.id) != placements([f])]
    _check(reach, [f for f in envelope.fields if f.id in {a.id for a in after}])
    if told := _revealing(outcome.envelope, unless=_revealing(envelope)):
        raise Invalid(**{str(id): why for id, why in told.items()})
    return outcome


class _Reach:
    def __init__(self, envelope: Envelope, editor: Recipient) -> None:
        self.documents = {d.id for d in visibility.seen_by(envelope, [editor.id]).documents}
        self.later = {r.id for r in fillers(envelope, editor)}
        self.dropped = {r.id for r in envelope.recipients if r.status in DROPPED}
        self.revealing = _revealing(envelope)

    def may_change(self, field: Field) -> bool:
        people = set(field.recipient_ids) - self.dropped
        return (
            bool(people)
            and people <= self.later
            and field.document_id in self.documents
            and not field.kind.leads_elsewhere
            and field.id not in self.revealing
        )


def _check(reach: _Reach, fields: Iterable[Field]) -> None:
    """Raises Invalid with the ids of fields."""
    if wrong := {str(f.id): GONE for f in fields if not reach.may_change(f)}:
        raise Invalid(**wrong)


def _revealing(envelope: Envelope, unless: Collection[UUID] = ()) -> dict[UUID, str]:
    """
    Fields that say something of a document that is hidden from readers of theirs, with a sentence:
    as if what is hidden was not there. A sender may mean it, see `draft_visibility.revealed`.
    """
    hidden = {d.id: set(d.hidden_from) for d in envelope.documents}
    if not any(hidden.values()):
        return {}
    sources: dict[str, set[UUID]] = defaultdict(set)
    for field in envelope.fields:
        for word in (NAME.of(field.properties), GROUP.of(field.properties)):
            sources[word] |= hidden[field.document_id] if word else set()
    found = {}
    for field in envelope.fields:
        known = hidden[field.document_id]
        if field.id in unless or all(sources[word] <= known for word in _words(field)):
            continue
        open_to_all = [f for f in envelope.fields if hidden[f.document_id] <= known]
        wrong = rules.problems(open_to_all).get(field.id, {})
        found[field.id] = next(iter(wrong.values()), GONE)
    return found


def _words(field: Field) -> set[str]:
    """The names that its conditions and its formula read, and its group."""
    read = (expression(field, property) for property, _ in written(field))
    return {GROUP.of(field.properties)}.union(*(e.names for e in read if e))
