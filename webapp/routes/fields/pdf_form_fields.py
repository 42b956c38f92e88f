"""The form fields that a PDF brought along, given to one of the signers."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.use_cases.envelopes import drafting, reading
from webapp import current
from webapp.forms import request_values
from webapp.pages.envelopes import draft_form, draft_page, saved_draft_page
from webapp.sessions import member_sessions

bp = Blueprint("found_fields", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/found-fields")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, document_id: UUID) -> Response:
    recipient_id = request_values.form_uuid(f"found-{document_id}")
    if recipient_id is None:
        raise NotFound
    kept, rows = draft_form.keep_first(envelope_id), draft_form.rows()
    if again := saved_draft_page.not_saved(kept, rows):
        return again
    try:
        with current.transaction() as tx:
            drafting.place_found_fields(tx, envelope_id, document_id, recipient_id, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
        sentence = " ".join(invalid.errors.values())
        return draft_page.show(envelope, status=422, notice=sentence)
    return make_response(redirect(url_for("fields.edit", envelope_id=envelope_id), 303))
