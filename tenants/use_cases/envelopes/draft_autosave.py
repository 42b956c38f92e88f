"""Keeping what a page of a draft shows: what was typed is stored before anything else is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import details as rules
from core.envelopes.details import Details
from core.envelopes.drafts import draft_merge, draft_sending
from core.envelopes.drafts.draft_merge import MergedDraft, ShownDraft
from core.envelopes.drafts.merged_part import MergeState
from core.envelopes.envelope import Envelope, Outcome
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting, envelope_details
from tenants.use_cases.envelopes.envelope_details import DetailsView


@dataclass(frozen=True, slots=True)
class DraftNotes:
    """What is to be noted, as it was typed; `was` is the mark of what the page was drawn with."""

    external_id: str
    values: Mapping[UUID, str]
    entries: Sequence[tuple[str, str]]
    was: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """
    A draft after what was typed in it: stored, but for what `revised` and `noting` say.

    `notes_changed`: what is noted about it differs from before, which the envelope does not know.
    `errors` are those of notes, by their inputs; these were left as they are in `noted`.
    """

    revised: MergedDraft
    noted: DetailsView
    noting: MergeState = MergeState.SAME
    errors: Mapping[str, str] = field(default_factory=dict)
    notes_changed: bool = False
    stored: bool = True  # not a new draft in which nothing is typed

    @property
    def envelope(self) -> Envelope:
        return self.revised.envelope

    @property
    def shown(self) -> bool:
        """Whether the page shows what is stored now."""
        return self.revised.shown and self.noting is MergeState.SAME

    @property
    def all_stored(self) -> bool:
        """Whether all that was typed is stored."""
        states = {*self.revised.states, self.noting}
        return MergeState.CONTESTED not in states and not self.errors


def keep(
    tx: Transaction,
    envelope_id: UUID,
    shown: ShownDraft,
    noting: DraftNotes | None,
    now: datetime,
    new: bool = False,
) -> KeptDraft:
    """
    `new`: of a page that was drawn for a draft that is not stored before anything is typed.

    Raises NotADraft, NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if new and not tx.visible([envelope_id]):
        blank = drafting.blank(tx, envelope_id, now)
        kept = _merge_new(tx, blank, shown, noting)
        if replace(kept.envelope, typed_in=None) == blank and not kept.notes_changed:
            return kept
        drafting.create(tx, envelope_id, "", now)
    kept = merge(tx, tx.lock_changeable(envelope_id), shown, noting, now)
    record(tx, kept, now)
    return kept


def _merge_new(
    tx: Transaction, blank: Envelope, shown: ShownDraft, noting: DraftNotes | None
) -> KeptDraft:
    """`notes_changed`: anything at all is typed about it."""
    noted = envelope_details.nothing(tx)
    noting = noting or DraftNotes("", {}, ())
    new, _, errors = _merge_notes(noted, noting, typed_last=True)
    changed = new != noted.details or bool(errors)
    revised = draft_merge.revise(blank, shown)
    return KeptDraft(revised, noted, notes_changed=changed, stored=False)


def merge(
    tx: Transaction, envelope: Envelope, shown: ShownDraft, noting: DraftNotes | None, now: datetime
) -> KeptDraft:
    """
    What was typed, decided under the lock. Notes are written; the envelope is for the caller to
    record, together with what else is decided about it.
    """
    revised = draft_merge.revise(envelope, shown)
    noted = envelope_details.noted(tx, envelope.id, tx.standing(envelope.id))
    if noting is None:
        return KeptDraft(revised, noted)
    typed_last = draft_merge.page_typed_last(envelope, shown)
    new, state, errors = _merge_notes(noted, noting, typed_last)
    notes_changed = new != noted.details
    if notes_changed:
        envelope_details.write(tx, envelope, noted.details, new, now)
    in_step = revised.in_step and state is MergeState.SAME
    changed = notes_changed or revised.envelope != envelope
    page = shown.page if in_step else None
    revised = draft_merge.typed_by(revised, envelope, page, changed)
    shown_notes = DetailsView(new, noted.fields, noted.changeable)
    return KeptDraft(revised, shown_notes, state, errors, notes_changed)


def record(tx: Transaction, kept: KeptDraft, now: datetime) -> None:
    """What was typed and nothing else. Nothing when the page only repeats what is stored."""
    if kept.notes_changed or kept.envelope != tx.envelopes.before(kept.envelope.id):
        tx.record(Outcome(kept.envelope), tx.principal.actor, now)


def missing(envelope: Envelope) -> dict[str, str]:
    """What keeps a draft from being sent: the place on its page → a sentence."""
    return draft_sending.missing(envelope, email_addresses.deliverable)


def _merge_notes(
    noted: DetailsView, noting: DraftNotes, typed_last: bool
) -> tuple[Details, MergeState, dict[str, str]]:
    old = noted.details
    typed = (noting.external_id, noting.values, noting.entries)
    new, errors = rules.each(old, *typed, noted.fields)
    if typed_last or noting.was in (None, rules.mark_of(old)) or new == old:
        return new, MergeState.SAME, errors
    untouched = rules.mark_of(new) == noting.was and not errors
    return old, MergeState.STALE if untouched else MergeState.CONTESTED, errors
