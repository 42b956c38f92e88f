"""The fields of who comes after an editor, placed as the sender places them: all saved at once."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.envelopes.drafts.field_merge import MergedFields
from core.refusals import Invalid, NotFound
from tenants.ceremony import Ceremony
from tenants.use_cases.envelopes import sending
from tenants.use_cases.envelopes.drafting import PlacedFields
from tenants.use_cases.signing import editing_fields
from webapp import current, notices
from webapp.pages.fields import correction_answers, edited_fields, field_json, typed_field
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("field_edits", __name__)


@bp.get("/edits/fields")
def edit(recipient_id: UUID) -> Response:
    ceremony = _editor(recipient_id)
    if not ceremony_page.may_edit_fields(ceremony):
        return make_response(redirect(_shown(recipient_id), 303))
    return edited_fields.page(ceremony)


@bp.post("/edits/fields")
def update(recipient_id: UUID) -> Response:
    """JSON as on the prepare page, all of it or nothing. A form: one field more, or one less."""
    ceremony = _editor(recipient_id)
    if request.is_json:
        return _save(ceremony)
    action = request.form.get("action", "add")
    try:
        if action.startswith("remove-"):
            removed = frozenset(field_json.ids([action.removeprefix("remove-")]))
            _edit(ceremony, MergedFields((), removed))
        else:
            field = typed_field.read(ceremony.envelope, request.form)
            _edit(ceremony, MergedFields((field,), frozenset()))
    except Invalid as invalid:
        return edited_fields.page(ceremony, 422, errors=invalid.errors, typed=request.form)
    page, kind = request.form.get("page"), request.form.get("kind")
    back = url_for("signings.field_edits.edit", recipient_id=recipient_id, page=page, kind=kind)
    return notices.leave(make_response(redirect(back, 303)), gettext("Corrected."))


def _save(ceremony: Ceremony) -> Response:
    try:
        wanted = field_json.wanted(field_json.body())
        placed = _edit(ceremony, wanted.fields, wanted)
    except Invalid as invalid:
        return correction_answers.refused(invalid)
    return correction_answers.saved(placed)


def _edit(
    ceremony: Ceremony, fields: MergedFields, wanted: field_json.WantedFields | None = None
) -> PlacedFields:
    """Raises Invalid, NotFound, what keeps a recipient from acting."""
    sending.count(ceremony.organization)
    was = wanted.was if wanted else None
    with current.transaction() as tx:
        return editing_fields.edit(tx, fields, was, current.now())


def _editor(recipient_id: UUID) -> Ceremony:
    """Raises NotFound for everyone who is none."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not ceremony.recipient.role.edits_others:
        raise NotFound
    return ceremony


def _shown(recipient_id: UUID) -> str:
    return url_for("signings.show", recipient_id=recipient_id)
