"""What documents seem to ask for, placed as fields or offered no more."""

from collections.abc import Collection
from uuid import UUID, uuid5

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.openers import document_pages
from tenants.use_cases.envelopes import reading
from tenants.use_cases.fields import found_fields
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.envelopes import draft_form, draft_page, saved_draft_page
from webapp.pages.fields import field_json
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("found_fields", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/found-fields")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    """From the draft: all of them, for one recipient or each for its own."""
    kept, rows = draft_form.keep_first(envelope_id), draft_form.rows()
    if again := saved_draft_page.not_saved(kept, rows):
        return again
    answer = _accepted(envelope_id, None)
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    if answer.status_code != 303 or "fields" in draft_page.missing(envelope):
        return answer
    # Everyone who signs has a place to sign: nothing has to be placed any more.
    draft = url_for("envelopes.show", envelope_id=envelope_id, _anchor="fields_part")
    words = gettext("The fields were placed. Open “Place fields” to check where they are.")
    return notices.leave(make_response(redirect(draft, 303)), words)


@bp.post("/envelopes/<uuid:envelope_id>/found-fields/chosen")
@member_sessions.required(Permission.SEND_ENVELOPES)
def choose(envelope_id: UUID) -> Response:
    """From the prepare page: all or those that are ticked are placed, or offered no more."""
    action, _, is_all = request.form.get("action", "").partition("_")
    chosen = None if is_all else field_json.ids(request.form.getlist("found"))
    if action == "dismiss":
        with current.transaction() as tx:
            found_fields.dismiss(tx, envelope_id, current.now(), chosen)
        return _back(envelope_id)
    return _accepted(envelope_id, chosen)


@bp.post("/envelopes/<uuid:envelope_id>/found-fields/dismissed")
@member_sessions.required(Permission.SEND_ENVELOPES)
def dismiss(envelope_id: UUID) -> Response:
    """JSON: {"found": [ids]}, as the page's script says it."""
    body = request.get_json(silent=True)
    chosen = field_json.ids(body.get("found", []) if isinstance(body, dict) else [])
    with current.transaction() as tx:
        found_fields.dismiss(tx, envelope_id, current.now(), chosen)
    return make_response("", 204)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/form-values")
@member_sessions.required(Permission.SEND_ENVELOPES)
def lift(envelope_id: UUID, document_id: UUID) -> Response:
    """The values that a form was filled in with become those of fields."""
    kept, rows = draft_form.keep_first(envelope_id), draft_form.rows()
    if again := saved_draft_page.not_saved(kept, rows):
        return again
    recipient_id = request_values.form_uuid("filled_for")
    new_id = uuid5(document_id, "form values")
    document_pages.lift_values(
        current.member(), envelope_id, document_id, new_id, recipient_id, current.now()
    )
    draft = url_for("envelopes.show", envelope_id=envelope_id, _anchor="documents")
    words = gettext("The form’s values are fields now. Its pages are being prepared again.")
    return notices.leave(make_response(redirect(draft, 303)), words)


def _accepted(envelope_id: UUID, chosen: Collection[UUID] | None) -> Response:
    recipient_id = request_values.form_uuid("found_for")
    try:
        with current.transaction() as tx:
            placed = found_fields.accept(
                tx, envelope_id, current.now(), chosen=chosen, recipient_id=recipient_id
            )
            unclear = chosen is None and any(
                not one.is_lost for one in found_fields.offered(tx, placed)
            )
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
        sentence = " ".join(dict.fromkeys(invalid.errors.values()))
        return draft_page.show(envelope, status=422, notice=sentence)
    answer = _back(envelope_id)
    words = gettext("Choose who fills in the places that are left, then place them.")
    return notices.leave(answer, words) if unclear else answer


def _back(envelope_id: UUID) -> Response:
    return make_response(redirect(url_for("fields.edit", envelope_id=envelope_id), 303))
