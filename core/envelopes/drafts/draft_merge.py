"""What a page shows of a draft, against what is stored: several windows may change it at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.envelopes import schedule
from core.envelopes.drafts import draft, draft_document_list, draft_marks
from core.envelopes.drafts.merged_part import MergeState, Text, settle
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Row:
    """
    A recipient as typed. `was` is the mark of the row that was stored: "" for a new row, None
    if the page does not say it.
    """

    recipient: Recipient
    was: str | None = None


@dataclass(frozen=True, slots=True)
class MergedRows:
    """
    `stored` are the recipients from now on, `rows` how each row of the page stands to them, and
    `unknown` those whom the page does not show.
    """

    stored: tuple[Recipient, ...]
    rows: tuple[MergeState, ...]
    unknown: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """
    What a page of a draft shows, and what is typed in it. None: the page says nothing of it.

    `page` names the page itself. `removed` are rows that were taken out in it. `documents` is the
    mark of its documents, `titles` and `order` what they are called in it and how they are
    listed; `fields` are the marks of the fields by who fills them in.
    """

    page: UUID | None = None
    rows: tuple[Row, ...] | None = None
    removed: frozenset[UUID] = frozenset()
    name: Text | None = None
    message: Text | None = None
    schedule: Text | None = None
    titles: Mapping[UUID, Text] | None = None
    order: Text | None = None
    documents: str | None = None
    fields: Mapping[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class MergedDraft:
    """
    A draft with what was typed in it, and how each part of the page stands to it.

    `seen` is whether the page shows the documents and fields that there are.
    """

    envelope: Envelope
    rows: tuple[MergeState, ...] = ()
    unknown: tuple[Recipient, ...] = ()
    name: MergeState = MergeState.SAME
    message: MergeState = MergeState.SAME
    schedule: MergeState = MergeState.SAME
    titles: Mapping[UUID, MergeState] = field(default_factory=dict)
    order: MergeState = MergeState.SAME
    seen: bool = True

    @property
    def states(self) -> frozenset[MergeState]:
        """Of all parts that can be typed."""
        texts = {self.name, self.message, self.schedule, self.order}
        return frozenset({*self.rows, *self.titles.values(), *texts})

    @property
    def in_step(self) -> bool:
        """Whether all that can be typed stands in the page as it is stored."""
        return not self.unknown and self.states <= {MergeState.SAME}

    @property
    def shown(self) -> bool:
        """Whether the page shows this very draft, and nothing else."""
        return self.seen and self.in_step


def revise(envelope: Envelope, shown: ShownDraft) -> MergedDraft:
    """
    What a page shows, put into a draft, each part for itself.

    What another page has changed is never overwritten unseen. Raises NotADraft, Invalid.
    """
    typed_last = page_typed_last(envelope, shown)
    name, of_name = settle(envelope.name, shown.name, draft.typed_name, typed_last)
    message, of_message = settle(envelope.message, shown.message, draft.typed_message, typed_last)
    after = draft.rename(envelope, name, message).envelope
    planned, of_schedule = settle(
        after.schedule.text, shown.schedule, _schedule_or(after.schedule), typed_last
    )
    after = replace(after, schedule=schedule.read(planned))
    after, of_titles = draft_document_list.rename(after, shown.titles or {}, typed_last)
    after, of_order = draft_document_list.reorder(after, shown.order, typed_last)
    merged = MergedRows(envelope.recipients, (), ())
    if shown.rows is not None:
        merged = merge(envelope.recipients, shown.rows, shown.removed, typed_last)
        after = draft.name_recipients(after, merged.stored).envelope
    seen = _is_seen(after, shown)
    revised = MergedDraft(
        *(after, merged.rows, merged.unknown, of_name, of_message),
        *(of_schedule, of_titles, of_order, seen),
    )
    changed = replace(after, typed_in=envelope.typed_in) != envelope
    return typed_by(revised, envelope, shown.page if revised.in_step else None, changed)


def typed_by(
    revised: MergedDraft, before: Envelope, page: UUID | None, changed: bool
) -> MergedDraft:
    """
    With the page that typed last. None: none of them knows all that the others typed.
    """
    typed_in = page if changed else before.typed_in
    return replace(revised, envelope=replace(revised.envelope, typed_in=typed_in))


def matches_sent(envelope: Envelope, shown: ShownDraft) -> bool:
    """Whether an envelope that was sent is what this page shows, as far as it says."""
    people = {(r.person, r.role) for r in envelope.recipients}
    rows = [draft.typed(row.recipient) for row in shown.rows or ()]
    return (
        (shown.rows is None or {(r.person, r.role) for r in rows} == people)
        and (shown.name is None or draft.typed_name(shown.name.typed) == envelope.name)
        and (shown.message is None or draft.typed_message(shown.message.typed) == envelope.message)
        and (
            shown.schedule is None
            or _schedule_or(envelope.schedule)(shown.schedule.typed) == envelope.schedule.text
        )
        and (shown.order is None or shown.order.typed == draft_document_list.order_of(envelope))
        and {id: draft.typed_name(text.typed) for id, text in (shown.titles or {}).items()}.items()
        <= {d.id: d.name for d in envelope.documents}.items()
    )


def page_typed_last(envelope: Envelope, shown: ShownDraft) -> bool:
    """Whether no other page has typed since: it knew then what the others had typed."""
    return shown.page is not None and envelope.typed_in == shown.page


def merge(
    stored: Sequence[Recipient], rows: Iterable[Row], removed: Iterable[UUID], typed_last: bool
) -> MergedRows:
    """
    The rows of a page, each for itself, put into what is stored.

    Whoever the page does not know stays; whoever it shows and is gone does not come back unless
    their row was changed. No one is removed but those who are named.
    """
    rows, gone = [Row(draft.typed(r.recipient), r.was) for r in rows], set(removed)
    kept = {r.id: r for r in stored if r.id not in gone}
    states = []
    for row in rows:
        found, state = _settle_row(kept.get(row.recipient.id), row, typed_last)
        states.append(state)
        if found:
            kept[found.id] = found
    known = [row.recipient.id for row in rows]
    unknown = tuple(r for id, r in kept.items() if id not in known)
    ordered = [kept[id] for id in known if id in kept] + list(unknown)
    return MergedRows(tuple(sorted(ordered, key=lambda r: r.routing_order)), tuple(states), unknown)


def _settle_row(
    stored: Recipient | None, row: Row, typed_last: bool
) -> tuple[Recipient | None, MergeState]:
    typed, mark = row.recipient, draft_marks.of_recipient(row.recipient)
    if stored is None and (typed.blank or not row.was or typed_last):
        return None if typed.blank else typed, MergeState.SAME
    known = "" if stored is None else draft_marks.of_recipient(stored)
    if stored and (typed_last or row.was is None or known in (mark, row.was)):
        return typed, MergeState.SAME
    return stored, MergeState.STALE if mark == row.was else MergeState.CONTESTED


def _schedule_or(stored: Schedule) -> Callable[[str], str]:
    """What is no schedule was not chosen in a page of ours, and changes nothing."""

    def cleaned(typed: str) -> str:
        try:
            return schedule.read(typed).text
        except ValueError:
            return stored.text

    return cleaned


def _is_seen(envelope: Envelope, shown: ShownDraft) -> bool:
    if shown.documents not in (None, draft_marks.of_documents(envelope)):
        return False
    fields = shown.fields
    # The page knows no mark of a new recipient, who has no fields yet.
    return fields is None or all(
        fields.get(id, "") == mark for id, mark in draft_marks.of_fields(envelope).items()
    )
