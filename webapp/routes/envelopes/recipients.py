"""The recipients of a draft: each row is stored as it is typed, complete or not."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents.document import DocumentStatus
from core.refusals import Refusal
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes.draft_autosave import KeptDraft
from webapp import current, notices
from webapp.forms import request_values
from webapp.http import request_info
from webapp.notices import NoticeKind
from webapp.pages.envelopes import (
    draft_form,
    draft_page,
    recipient_rows,
    saved_draft_page,
    sharing_section,
)
from webapp.pages.envelopes.recipient_rows import RecipientRow
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("recipients", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/recipients")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """`action` is the button that was pressed: add, remove-ID, up-ID, save, place and so on."""
    action = request.form.get("action", "type")
    typed = draft_form.rows() or []
    rows = recipient_rows.change(typed, action)
    kept = draft_form.keep(envelope_id, rows, recipient_rows.removed(typed, action))
    _give_passwords(kept)
    if request_info.wants_fragment():
        return _parts(kept, rows, action)
    if again := saved_draft_page.not_saved(kept, rows):
        return again
    if action == "place":
        return _to_the_pages(kept)
    if action == "proofs":
        place = url_for("envelope_proofs.edit", envelope_id=kept.envelope.id)
        return make_response(redirect(place, 303))
    if action == "group":
        return _to_the_groups(kept)
    if action == "steps":
        return make_response(redirect(url_for("steps.edit", envelope_id=kept.envelope.id), 303))
    if action == "later":
        return _to_the_start(kept)
    if action.startswith("options-"):
        return _to_the_options(kept, request_values.uuid_of(action.removeprefix("options-")))
    if action in ("save", "type", "show"):
        return draft_page.saved(kept.envelope, anchor="recipients", new=not kept.stored)
    return saved_draft_page.show(kept, rows, focus=recipient_rows.focus(typed, action))


def _parts(kept: KeptDraft, rows: list[RecipientRow], action: str) -> Response:
    if action in ("save", "type"):
        return saved_draft_page.show_state(kept, rows, every_error=action == "save")
    return saved_draft_page.show(
        kept, rows, *(saved_draft_page.ALL if action == "show" else saved_draft_page.WITH_ROWS)
    )


def _to_the_pages(kept: KeptDraft) -> Response:
    """Where fields are placed; back to the draft if no recipient can have fields."""
    if not draft_page.is_placeable(kept.envelope):
        return draft_page.saved(kept.envelope, anchor="fields_part", new=not kept.stored)
    return make_response(redirect(url_for("fields.edit", envelope_id=kept.envelope.id), 303))


def _to_the_start(kept: KeptDraft) -> Response:
    """Where the time is chosen at which it is sent."""
    try:
        sharing_section.apply_choices(kept.envelope.id)
    except Refusal as refusal:
        place = url_for("envelopes.show", envelope_id=kept.envelope.id)
        words = gettext(refusal.message)
        return notices.leave(make_response(redirect(place, 303)), words, NoticeKind.PROBLEM)
    return make_response(redirect(url_for("starts.edit", envelope_id=kept.envelope.id), 303))


def _to_the_groups(kept: KeptDraft) -> Response:
    """Where a signing group is chosen. A draft in which nothing is typed yet is stored first."""
    if not kept.stored:
        draft_form.begin(kept.envelope.id)
    place = url_for("draft_groups.new", envelope_id=kept.envelope.id)
    return make_response(redirect(place, 303))


def _to_the_options(kept: KeptDraft, recipient_id: UUID) -> Response:
    """Of someone in the list; back to the draft, and why, where nothing was typed in the row."""
    if all(recipient_id != r.id for r in kept.envelope.recipients):
        back = draft_page.saved(kept.envelope, anchor="recipients", new=not kept.stored)
        words = gettext("Enter a name of up to 120 characters.")
        return notices.leave(back, words, NoticeKind.PROBLEM)
    id = kept.envelope.id
    place = url_for("recipient_options.edit", envelope_id=id, recipient_id=recipient_id)
    return make_response(redirect(place, 303))


def _give_passwords(kept: KeptDraft) -> None:
    """Enter in the password of a PDF, without a script."""
    for document in kept.envelope.documents:
        password = request.form.get(f"password-{document.id}", "")
        if password and document.status is DocumentStatus.REJECTED:
            with current.transaction() as tx:
                draft_uploads.give_password(
                    tx, kept.envelope.id, document.id, password, current.now()
                )
