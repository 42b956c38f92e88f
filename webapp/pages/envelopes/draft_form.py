"""What the page of a draft sends along with each act: all that it shows, and all that is typed."""

from collections.abc import Sequence
from uuid import UUID

from flask import request

from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.drafts.merged_part import Text
from core.envelopes.schedule import Schedule
from tenants.use_cases.envelopes import draft_autosave, drafting
from tenants.use_cases.envelopes.draft_autosave import DraftNotes, KeptDraft
from webapp import current
from webapp.forms import request_values
from webapp.pages.envelopes import details_form, recipient_rows
from webapp.pages.envelopes.recipient_rows import RecipientRow

SAME_MESSAGE = "same_message"  # the button that takes over the last one, and its words


def sent() -> bool:
    """Whether it is that form: the same addresses also take a part of it alone."""
    return "page" in request.form


def rows() -> list[RecipientRow] | None:
    """None: the form says nothing of recipients."""
    return recipient_rows.read(request.form) if "row" in request.form else None


def is_new() -> bool:
    """Whether the page was drawn for a draft that nothing was typed in yet: see `keep`."""
    return "new" in request.form


def shown(
    rows: Sequence[RecipientRow] | None,
    removed: frozenset[UUID] = frozenset(),
    order: Sequence[str] | None = None,
) -> ShownDraft:
    """Of the rows and the order of documents as they are after what was done to them."""
    form = request.form
    return ShownDraft(
        page=request_values.form_uuid("page"),
        rows=None if rows is None else recipient_rows.typed(rows),
        removed=removed,
        name=_text("name"),
        message=_text("message", form.get(SAME_MESSAGE)),
        schedule=_schedule(),
        titles={
            id: Text(title, form.get(f"title_was-{id}")) for id, title in _by_id("title-").items()
        },
        order=_order(form.getlist("document") if order is None else order),
        documents=form.get("documents"),
        fields=_by_id("fields-") if sent() else None,
    )


def noting() -> DraftNotes | None:
    """None: the form says nothing of notes."""
    if "external_id" not in request.form:
        return None
    return DraftNotes(*details_form.typed(), request.form.get("noted_was"))


def keep(
    envelope_id: UUID,
    rows: Sequence[RecipientRow] | None = None,
    removed: frozenset[UUID] = frozenset(),
    order: Sequence[str] | None = None,
) -> KeptDraft:
    """
    Store what was typed. A new draft is stored with the first thing that is typed in it.

    Raises NotADraft, NotFound, Forbidden.
    """
    typed, now = shown(rows, removed, order), current.now()
    with current.transaction() as tx:
        return draft_autosave.keep(tx, envelope_id, typed, noting(), now, new=is_new())


def begin(envelope_id: UUID) -> None:
    """Before something is done with a draft that may be a new one."""
    if is_new():
        with current.transaction() as tx:
            drafting.create(tx, envelope_id, "", current.now())


def keep_first(envelope_id: UUID) -> KeptDraft | None:
    """Before another act of the page. None when it was not asked for from there."""
    return keep(envelope_id, rows()) if sent() else None


def _text(name: str, instead: str | None = None) -> Text | None:
    """`instead`: what a button puts in the place of what is typed."""
    form = request.form
    typed = form.get(name) if instead is None else instead
    return None if typed is None else Text(typed, form.get(f"{name}_was"))


def _schedule() -> Text | None:
    form = request.form
    days = [form.get(name, "") for name in Schedule.__slots__]
    return Text(" ".join(days), form.get("schedule_was")) if all(days[:3]) else None


def _order(ids: Sequence[str]) -> Text | None:
    return Text(" ".join(ids), request.form.get("order_was")) if ids else None


def _by_id(prefix: str) -> dict[UUID, str]:
    """The values of what is named by an id."""
    found = {}
    for name, value in request.form.items():
        if name.startswith(prefix):
            try:
                found[UUID(name.removeprefix(prefix))] = value
            except ValueError:
                continue
    return found
