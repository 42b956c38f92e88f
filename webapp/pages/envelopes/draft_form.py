"""What the page of a draft sends along with each act: all that it shows, and all that is typed."""

from collections.abc import Sequence
from uuid import UUID

from flask import request

from core.envelopes.drafts.draft_merge import ShownDraft, Text
from tenants.use_cases.envelopes import draft_autosave
from tenants.use_cases.envelopes.draft_autosave import DraftNotes, KeptDraft
from webapp import current
from webapp.forms import request_values
from webapp.pages.envelopes import details_form, recipient_rows
from webapp.pages.envelopes.recipient_rows import RecipientRow


def sent() -> bool:
    """Whether it is that form: the same addresses also take a part of it alone."""
    return "page" in request.form


def rows() -> list[RecipientRow] | None:
    """None: the form says nothing of recipients."""
    return recipient_rows.read(request.form) if "row" in request.form else None


def shown(rows: Sequence[RecipientRow] | None, removed: UUID | None = None) -> ShownDraft:
    """Of the rows as they are after what was done to them."""
    form = request.form
    fields = {name: mark for name, mark in form.items() if name.startswith("fields-")}
    return ShownDraft(
        page=request_values.form_uuid("page"),
        rows=None if rows is None else recipient_rows.typed(rows),
        removed=frozenset({removed} if removed else ()),
        name=_text("name"),
        message=_text("message"),
        documents=form.get("documents"),
        fields=_by_id(fields) if sent() else None,
    )


def noting() -> DraftNotes | None:
    """None: the form says nothing of notes."""
    if "external_id" not in request.form:
        return None
    return DraftNotes(*details_form.typed(), request.form.get("noted_was"))


def keep(
    envelope_id: UUID, rows: Sequence[RecipientRow] | None = None, removed: UUID | None = None
) -> KeptDraft:
    """Store what was typed. Raises NotADraft, NotFound, Forbidden."""
    with current.transaction() as tx:
        return draft_autosave.keep(tx, envelope_id, shown(rows, removed), noting(), current.now())


def keep_first(envelope_id: UUID) -> KeptDraft | None:
    """Before another act of the page. None when it was not asked for from there."""
    return keep(envelope_id, rows()) if sent() else None


def _text(name: str) -> Text | None:
    form = request.form
    return Text(form[name], form.get(f"{name}_was")) if name in form else None


def _by_id(fields: dict[str, str]) -> dict[UUID, str]:
    found = {}
    for name, mark in fields.items():
        try:
            found[UUID(name.removeprefix("fields-"))] = mark
        except ValueError:
            continue
    return found
