"""The page of a draft after what was typed in it was stored: what it says, what it shows anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from flask import Response, request

from core.envelopes.drafts import draft_marks
from core.envelopes.drafts.merged_part import MergeState
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import ChangedMeanwhile, NothingToSend
from core.refusals import FilledSentence, Refusal, sentence
from tenants.use_cases.envelopes.draft_autosave import KeptDraft
from webapp.http import request_info
from webapp.pages.envelopes import details_form, draft_page, recipient_rows
from webapp.pages.envelopes.recipient_rows import RecipientRow
from webapp.text import problem_text

# What changes while the sender types. The inputs themselves are left alone.
AROUND = (
    *("title_errors", "recipient_errors", "recipients_state", "fields", "missing", "send_label"),
    *("name_was", "message_was", "schedule_was", "noted_was", "noting_state", "sending_state"),
)
WITH_ROWS = ("recipient_rows", *AROUND)
WITH_MESSAGE = ("messaging", *AROUND)
ALL = (*WITH_ROWS, "document_list", "naming", "messaging", "scheduling", "noting_inputs")
Rows = Sequence[RecipientRow]


def show_state(kept: KeptDraft, rows: Rows | None, every_error: bool = False) -> Response:
    """For a page in which the sender goes on typing: only what is said around the inputs."""
    states, stored = _states(kept, rows), _stored(kept)
    marked = [
        row
        if states.get(row.id) is MergeState.STALE
        else replace(row, was=_mark(stored.get(row.id)))
        for row in rows or recipient_rows.of(kept.envelope.recipients)
    ]
    return draft_page.show(
        kept.envelope, *AROUND, **_context(kept, marked, states, every_error), marks=_marks(kept)
    )


def show(
    kept: KeptDraft,
    rows: Rows | None,
    *blocks: str,
    status: int = 200,
    every_error: bool = False,
    **more: Any,
) -> Response:
    """
    What is stored, and over it what was typed and could not be: the page, or `blocks` for htmx.
    """
    states = _states(kept, rows)
    shown = _redrawn(kept, rows or (), states) if rows is not None else None
    shown = shown or recipient_rows.of(kept.envelope.recipients)
    context = _context(kept, shown, states, every_error)
    return draft_page.show(
        kept.envelope, *blocks, status=status, kept=True, **(context | _typed(kept) | more)
    )


def refused(kept: KeptDraft, rows: Rows | None, refusal: Refusal, **more: Any) -> Response:
    """Nothing was sent: why, and everything that was typed."""
    told = problem_text.message(refusal)
    status = 422 if isinstance(refusal, NothingToSend) and kept.errors else refusal.status
    return show(
        kept, rows, *ALL, status=status, every_error=True, notice=told, refused=True, **more
    )


def not_saved(kept: KeptDraft | None, rows: Rows | None) -> Response | None:
    """
    The page again, when not all that was typed could be stored before another act.

    None when it was, and for pages that keep it themselves: scripts leave it where it stands.
    """
    if kept is None or kept.all_stored or request_info.wants_fragment():
        return None
    if kept.errors:
        return show(kept, rows, status=422)
    return refused(kept, rows, ChangedMeanwhile())


def _context(
    kept: KeptDraft, rows: Rows, states: dict[UUID, MergeState], every_error: bool
) -> dict[str, Any]:
    errors = draft_page.wrong(kept.envelope, rows, every_error)
    stored = _stored(kept)
    for number, row in enumerate(rows):
        if states.get(row.id) is MergeState.CONTESTED:
            errors[f"row-{number}"] = _contested(stored.get(row.id))
    revised = kept.revised
    texts = {"name": revised.name, "message": revised.message, "expire_days": revised.schedule}
    texts |= {f"title-{id}": state for id, state in revised.titles.items()}
    for name, state in texts.items():
        if state is MergeState.CONTESTED:
            errors[name] = sentence(
                "This was changed in another window. If you edit it again or send, what you see"
                " here replaces that change."
            )
    return {
        "rows": rows,
        "steps": recipient_rows.steps(rows),
        "errors": errors,
        "noted": kept.noted,
        "noting_errors": kept.errors,
        "focus": _first_wrong(errors) if every_error else "",
        "state": _state(kept),
        "new": not kept.stored,
    }


def _first_wrong(errors: Mapping[str, str]) -> str:
    """The first input of the page that is to be corrected."""

    def place(name: str) -> tuple[int, int, str]:
        column, _, number = name.partition("-")
        row = number if number.isdecimal() else ""
        part = 0 if column == "title" else 1 if row else 2
        return part, int(row or 0), "" if column == "name" else column

    return min(errors, key=place, default="")


def _typed(kept: KeptDraft) -> dict[str, Any]:
    """What the form has, where it is not what is stored."""
    revised, form = kept.revised, request.form
    texts = {"name": revised.name, "message": revised.message}
    shown: dict[str, Any] = {
        name: form.get(name, "") for name, state in texts.items() if state is MergeState.CONTESTED
    }
    shown["titles"] = {
        id: form.get(f"title-{id}", "")
        for id, state in revised.titles.items()
        if state is MergeState.CONTESTED
    }
    if kept.errors or kept.noting is MergeState.CONTESTED:
        external_id, values, entries = details_form.typed()
        shown["noting"] = {"external_id": external_id, "values": details_form.named(values)}
        shown["noting_entries"] = details_form.rows(entries)
    return shown


def _marks(kept: KeptDraft) -> dict[str, Any]:
    """
    As the page knows it from now on. What it shows and another window changed keeps its old
    mark: the page has not shown yet what is stored.
    """
    found, revised, form = draft_page.marks(kept.envelope, kept.noted), kept.revised, request.form
    parts = {
        **{"name": revised.name, "message": revised.message, "noted": kept.noting},
        **{"schedule": revised.schedule, "order": revised.order},
    }
    stale = [part for part, state in parts.items() if state is MergeState.STALE]
    found |= {part: form.get(f"{part}_was", "") for part in stale}
    found["titles"] |= {
        id: form.get(f"title_was-{id}", "")
        for id, state in revised.titles.items()
        if state is MergeState.STALE
    }
    return found


def _redrawn(kept: KeptDraft, rows: Rows, states: dict[UUID, MergeState]) -> list[RecipientRow]:
    stored = _stored(kept)
    if not kept.revised.unknown and MergeState.STALE not in states.values():
        return [replace(row, was=_mark(stored.get(row.id))) for row in rows]
    placed = []
    for row, step in zip(rows, recipient_rows.steps(rows), strict=True):
        recipient = stored.get(row.id)
        if states.get(row.id) is not MergeState.STALE:
            placed.append((step, replace(row, was=_mark(recipient))))
        elif recipient:
            placed.append((recipient.routing_order, _row(recipient)))
    placed += [(r.routing_order, _row(r)) for r in kept.revised.unknown]
    placed.sort(key=lambda pair: pair[0])
    together = [False, *(a[0] == b[0] for a, b in pairwise(placed))]
    return [replace(row, together=same) for (_, row), same in zip(placed, together, strict=False)]


def _states(kept: KeptDraft, rows: Rows | None) -> dict[UUID, MergeState]:
    typed = recipient_rows.typed(rows or ())
    return {row.recipient.id: state for row, state in zip(typed, kept.revised.rows, strict=False)}


def _stored(kept: KeptDraft) -> dict[UUID, Recipient]:
    return {r.id: r for r in kept.envelope.recipients}


def _state(kept: KeptDraft) -> str:
    """What is said beside what is typed, in one word."""
    revised = kept.revised
    parts = {*revised.states, kept.noting}
    if MergeState.CONTESTED in parts:
        return "contested"
    if revised.unknown or MergeState.STALE in parts:
        return "stale"
    incomplete = any(place.startswith("row-") for place in draft_page.missing(kept.envelope))
    return "incomplete" if incomplete else "saved"


def _row(recipient: Recipient) -> RecipientRow:
    return recipient_rows.of([recipient])[0]


def _mark(recipient: Recipient | None) -> str:
    return draft_marks.of_recipient(recipient) if recipient else ""


def _contested(recipient: Recipient | None) -> str:
    if recipient is None:
        return sentence(
            "This person was removed in another window. They will be added again if you edit this"
            " row or send."
        )
    told = sentence(
        "This row was changed to “%(name)s, %(email)s” in another window. If you edit it again or"
        " send, what you see here replaces that change."
    )
    return FilledSentence(told, name=recipient.name, email=recipient.email)
