"""Correcting the fields of a sent envelope on its pages: all at once, when that is chosen."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import field_correction
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from tenants.use_cases.envelopes import correcting, reading, sending
from tenants.use_cases.envelopes.drafting import PlacedFields
from webapp import current, notices
from webapp.pages.fields import correction_answers, field_json, prepare_page, typed_field
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("field_corrections", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/correction/fields"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    envelope = _find(envelope_id)
    if not field_correction.fillers(envelope, current.now()):
        return make_response(redirect(_shown(envelope_id), 303))
    return prepare_page.correcting(envelope)


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """JSON as on the prepare page, all of it or nothing. A form: one field more, or one less."""
    if request.is_json:
        return _save(envelope_id)
    envelope = _find(envelope_id)
    if not field_correction.fillers(envelope, current.now()):
        return make_response(redirect(_shown(envelope_id), 303))
    action = request.form.get("action", "add")
    try:
        if action.startswith("remove-"):
            removed = frozenset(field_json.ids([action.removeprefix("remove-")]))
            _correct(envelope_id, MergedFields((), removed))
        else:
            field = typed_field.read(envelope, request.form)
            _correct(envelope_id, MergedFields((field,), frozenset()))
    except Invalid as invalid:
        return prepare_page.correcting(
            envelope, status=422, errors=invalid.errors, typed=request.form
        )
    page, kind = request.form.get("page"), request.form.get("kind")
    back = url_for("field_corrections.edit", envelope_id=envelope_id, page=page, kind=kind)
    return notices.leave(make_response(redirect(back, 303)), gettext("Corrected."))


def _save(envelope_id: UUID) -> Response:
    try:
        wanted = field_json.wanted(field_json.body())
        placed = _correct(envelope_id, wanted.fields, wanted)
    except Invalid as invalid:
        return correction_answers.refused(invalid)
    return correction_answers.saved(placed)


def _correct(
    envelope_id: UUID, fields: MergedFields, wanted: field_json.WantedFields | None = None
) -> PlacedFields:
    """Raises Invalid, NotOpen, NotFound."""
    sending.count(current.organization())
    was = wanted.was if wanted else None
    with current.transaction() as tx:
        return correcting.correct_fields(tx, envelope_id, fields, was, current.now())


def _find(envelope_id: UUID) -> Envelope:
    """Raises NotFound, Forbidden."""
    with current.transaction() as tx:
        return reading.changeable(tx, envelope_id)


def _shown(envelope_id: UUID) -> str:
    return url_for("envelopes.show", envelope_id=envelope_id)
