"""What a page shows of a draft, against what is stored: several windows may change it at once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.evidence import canonical_json
from core.fields.field import Field


class Meanwhile(StrEnum):
    """What became of a part of the page since the page was drawn."""

    SAME = "same"  # what the page shows is what is stored
    STALE = "stale"  # another window changed it, this one did not
    CONTESTED = "contested"  # both did: what was typed here is not stored


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was typed. `was` is the mark of what was stored when the page was drawn."""

    typed: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """
    A recipient as typed. `was` is the mark of the row that was stored: "" for a new row, None
    from whoever does not say on what they build.
    """

    recipient: Recipient
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """
    `stored` are the recipients from now on, `rows` how each row of the page stands to them, and
    `unknown` those whom the page does not show.
    """

    stored: tuple[Recipient, ...]
    rows: tuple[Meanwhile, ...]
    unknown: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What a page of a draft shows, and what is typed in it. None: the page says nothing of it.

    `page` names the page itself. `removed` are rows that were taken out in it. `documents` is the
    mark of its list of documents, `fields` those of the fields by recipient.
    """

    page: UUID | None = None
    rows: tuple[Row, ...] | None = None
    removed: frozenset[UUID] = frozenset()
    name: Text | None = None
    message: Text | None = None
    documents: str | None = None
    fields: Mapping[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """
    A draft with what was typed in it, and how each part of the page stands to it.

    `seen` is whether the page shows the documents and fields that there are.
    """

    envelope: Envelope
    rows: tuple[Meanwhile, ...] = ()
    unknown: tuple[Recipient, ...] = ()
    name: Meanwhile = Meanwhile.SAME
    message: Meanwhile = Meanwhile.SAME
    seen: bool = True

    @property
    def in_step(self) -> bool:
        """Whether all that can be typed stands in the page as it is stored."""
        return not self.unknown and {*self.rows, self.name, self.message} <= {Meanwhile.SAME}

    @property
    def shown(self) -> bool:
        """Whether the page shows this very draft, and nothing else."""
        return self.seen and self.in_step


def revise(envelope: Envelope, shown: Shown) -> Revised:
    """
    What a page shows, put into a draft, each part for itself.

    What another page has changed is never overwritten unseen. Raises NotADraft, Invalid.
    """
    alone = is_alone(envelope, shown)
    name, of_name = settle(envelope.name, shown.name, draft.typed_name, alone)
    message, of_message = settle(envelope.message, shown.message, draft.typed_message, alone)
    after = draft.rename(envelope, name, message).envelope
    merged = Merged(envelope.recipients, (), ())
    if shown.rows is not None:
        merged = merge(envelope.recipients, shown.rows, shown.removed, alone)
        after = draft.name_recipients(after, merged.stored).envelope
    seen = _is_seen(after, shown)
    revised = Revised(after, merged.rows, merged.unknown, of_name, of_message, seen)
    changed = replace(after, typed_in=envelope.typed_in) != envelope
    return typed_by(revised, envelope, shown.page if revised.in_step else None, changed)


def typed_by(revised: Revised, before: Envelope, page: UUID | None, changed: bool) -> Revised:
    """
    With the page that typed last. None: none of them knows all that the others typed.
    """
    typed_in = page if changed else before.typed_in
    return replace(revised, envelope=replace(revised.envelope, typed_in=typed_in))


def is_told(envelope: Envelope, shown: Shown) -> bool:
    """Whether an envelope that was sent is what this page shows, as far as it says."""
    people = {(r.person, r.role) for r in envelope.recipients}
    rows = [draft.typed(row.recipient) for row in shown.rows or ()]
    return (
        (shown.rows is None or {(r.person, r.role) for r in rows} == people)
        and (shown.name is None or draft.typed_name(shown.name.typed) == envelope.name)
        and (shown.message is None or draft.typed_message(shown.message.typed) == envelope.message)
    )


def is_alone(envelope: Envelope, shown: Shown) -> bool:
    """Whether nobody has typed since this very page did, which knew then what others had typed."""
    return shown.page is not None and envelope.typed_in == shown.page


def mark(*values: str | int) -> str:
    """A short name for a part of a draft as it is stored: another state has another one."""
    return hashlib.sha256(canonical_json.text(list(values)).encode()).hexdigest()[:20]


def mark_of(recipient: Recipient) -> str:
    return mark(recipient.name, recipient.email, recipient.role.name, recipient.routing_order)


def mark_of_documents(envelope: Envelope) -> str:
    """As they are listed: which files, and what intake has said of them."""
    told = ((str(d.id), d.name, d.status, d.canonical_sha256) for d in envelope.documents)
    return mark(*(value for values in told for value in values))


def mark_of_fields(envelope: Envelope, recipient_id: UUID) -> str:
    """All of one recipient, with their places in hundredths of a point; "" without any."""
    mine = sorted(envelope.fields_of(recipient_id), key=lambda f: f.id)
    return mark(*(value for field in mine for value in _told(field))) if mine else ""


def settle(
    stored: str, text: Text | None, tidied: Callable[[str], str], alone: bool
) -> tuple[str, Meanwhile]:
    """
    The text from now on. `alone`: no other page has typed since this one did, so that what is
    stored is its own.
    """
    if text is None:
        return stored, Meanwhile.SAME
    typed, was = tidied(text.typed), text.was
    if alone or was is None or typed == stored or was == mark(stored):
        return typed, Meanwhile.SAME
    return stored, Meanwhile.STALE if was == mark(typed) else Meanwhile.CONTESTED


def merge(
    stored: Sequence[Recipient], rows: Iterable[Row], removed: Iterable[UUID], alone: bool
) -> Merged:
    """
    The rows of a page, each for itself, put into what is stored.

    Whoever the page does not know stays; whoever it shows and is gone does not come back unless
    their row was changed. Nobody is removed but those who are named.
    """
    rows, gone = [Row(draft.typed(r.recipient), r.was) for r in rows], set(removed)
    kept = {r.id: r for r in stored if r.id not in gone}
    states = []
    for row in rows:
        found, state = _settle_row(kept.get(row.recipient.id), row, alone)
        states.append(state)
        if found:
            kept[found.id] = found
    known = [row.recipient.id for row in rows]
    unknown = tuple(r for id, r in kept.items() if id not in known)
    ordered = [kept[id] for id in known if id in kept] + list(unknown)
    return Merged(tuple(sorted(ordered, key=lambda r: r.routing_order)), tuple(states), unknown)


def _settle_row(
    stored: Recipient | None, row: Row, alone: bool
) -> tuple[Recipient | None, Meanwhile]:
    typed = row.recipient
    if stored is None and (typed.blank or not row.was or alone):
        return None if typed.blank else typed, Meanwhile.SAME
    if stored is None:
        return None, Meanwhile.STALE if mark_of(typed) == row.was else Meanwhile.CONTESTED
    if alone or row.was is None or _same(typed, stored) or row.was == mark_of(stored):
        return replace(typed), Meanwhile.SAME
    return stored, Meanwhile.STALE if mark_of(typed) == row.was else Meanwhile.CONTESTED


def _same(one: Recipient, other: Recipient) -> bool:
    return mark_of(one) == mark_of(other)


def _is_seen(envelope: Envelope, shown: Shown) -> bool:
    if shown.documents not in (None, mark_of_documents(envelope)):
        return False
    signers = [r.id for r in envelope.recipients if r.role.has_fields]
    fields = shown.fields
    # Of somebody new the page knows nothing, and there is nothing.
    return fields is None or all(
        fields.get(id, "") == mark_of_fields(envelope, id) for id in signers
    )


def _told(field: Field) -> tuple[str | int, ...]:
    place = (field.x, field.y, field.width, field.height)
    what = (
        str(field.id),
        str(field.document_id),
        field.kind.name,
        field.label,
        int(field.required),
        canonical_json.text(field.properties),
    )
    return *what, field.page, *(round(100 * number) for number in place)
