"""Conditions, formulas and groups for a recipient in the signing ceremony."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from core.envelopes.envelope import Envelope, with_fields
from core.fields.field import Field
from core.fields.logic import resolution
from core.fields.logic.conditions import GROUP, SHOWN_IF
from core.fields.logic.dependencies import has_logic
from core.fields.logic.resolution import Resolution
from core.text import canonical_json

NO_ONE = UUID(int=0)


def resolved(envelope: Envelope, recipient_id: UUID) -> Resolution:
    """With the values that the envelope has."""
    finished = {r.id for r in envelope.recipients if r.completed_at}
    return resolution.resolve(envelope.fields, recipient_id, finished)


def seen_by_readers(envelope: Envelope) -> Resolution:
    """For those who fill in nothing: with the sender's values, and what is finished."""
    finished = {r.id for r in envelope.recipients if r.completed_at}
    return resolution.resolve(envelope.fields, NO_ONE, finished)


def on_day(envelope: Envelope, recipient_id: UUID, today: date | None) -> Resolution:
    """As it would be if they finished on that day: what is computed of dates of signing says so."""
    if today is None or not any(map(has_logic, envelope.fields)):
        return resolved(envelope, recipient_id)
    dated = tuple(
        replace(f, value=f.kind.at_finish(today))
        for f in envelope.fields
        if f.kind.at_finish and f.is_for(recipient_id)
    )
    standing = resolved(with_fields(envelope, *dated), recipient_id)
    undated = {f.id: replace(f, value="") for f in standing.of(dated)}
    return replace(standing, fields=tuple(undated.get(f.id, f) for f in standing.fields))


def mark(envelope: Envelope, recipient_id: UUID, today: date | None) -> str:
    """
    Of what depends on other fields, as it stands: two of them differ where a recipient sees
    something else. "" where nothing does.
    """
    return mark_of(on_day(envelope, recipient_id, today), recipient_id)


def mark_of(standing: Resolution, recipient_id: UUID) -> str:
    seen = [
        [f.id, f.is_hidden, f.value if f.kind.formula or not f.recipient_ids else ""]
        for f in standing.fields
        if (f.kind.formula or SHOWN_IF.of(f.properties))
        and (not f.recipient_ids or f.is_for(recipient_id))
    ]
    return hashlib.sha256(canonical_json.text(seen).encode()).hexdigest() if seen else ""


def corrected(envelope: Envelope) -> str:
    """A mark of the last correction of its fields; "" where there was none."""
    return f"{at.timestamp():.6f}" if (at := envelope.fields_corrected_at) else ""


def senders_changed(envelope: Envelope, standing: Resolution) -> list[Field]:
    """Fields that no one fills in and that say something else with what is filled in now."""
    return [
        now
        for was, now in zip(envelope.fields, standing.fields, strict=True)
        if not was.recipient_ids and was.value != now.value
    ]


def too_many(envelope: Envelope, recipient_id: UUID) -> dict[UUID, str]:
    """Sentences about boxes that are ticked beyond what their group allows."""
    if not any(map(has_logic, envelope.fields)):
        return {}
    return resolution.too_many(resolved(envelope, recipient_id), recipient_id)


def unchosen(envelope: Envelope, recipient_id: UUID, filled: Sequence[Field]) -> list[Field]:
    """The buttons of a group of which another one is chosen."""
    chosen = {GROUP.of(f.properties): f.id for f in filled if f.kind.is_button and f.value}
    return [
        f.filled("", recipient_id)
        for f in envelope.fields
        if f.kind.is_button
        and f.is_for(recipient_id)
        and chosen.get(GROUP.of(f.properties), f.id) != f.id
    ]
