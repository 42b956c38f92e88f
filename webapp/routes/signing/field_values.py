"""What is filled in: each field by itself as soon as it changes, or all of the form at once."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.fields.field import Field
from core.refusals import Invalid
from core.signing.refusals import SignatureNeeded
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page, changed_fields, filled_values
from webapp.sessions import ceremony_sessions

bp = Blueprint("field_values", __name__)


@bp.post("/fields/<uuid:field_id>")
def update(recipient_id: UUID, field_id: UUID) -> Response:
    """htmx sends one field; without JavaScript a signature's button sends the whole form."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    field = ceremony.envelope.field(field_id)
    if not request_info.wants_fragment():
        return _place_signature(ceremony, field)
    try:
        with current.transaction() as tx:
            envelope = signing_ceremony.fill(tx, {field_id: _value(field)}, current.now())
    except Invalid as invalid:
        return ceremony_page.saved(ceremony, [field], status=422, errors=invalid.errors)
    except SignatureNeeded:
        # Pressed before the script that opens the dialog had arrived: the page does the same.
        response = make_response("", 409)
        response.headers["HX-Redirect"] = _adopting(ceremony, field)
        return response
    after = replace(ceremony, whole=envelope)
    answered = [f for f in after.fields if f.id == field_id]
    changed = changed_fields.between(ceremony, after, field_id)
    return ceremony_page.saved(after, answered, changed=changed)


@bp.post("/values")
def update_all(recipient_id: UUID) -> Response:
    """Keep everything and go on later."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    later = url_for("signings.later", recipient_id=recipient_id)
    return _keep(ceremony) or make_response(redirect(later, 303))


def _place_signature(ceremony: Ceremony, field: Field) -> Response:
    id = ceremony.recipient_id
    refused = _keep(ceremony)
    if refused:
        return refused
    try:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, {field.id: _value(field)}, current.now())
    except SignatureNeeded:
        return make_response(redirect(_adopting(ceremony, field), 303))
    place = url_for("signings.show", recipient_id=id, _anchor=f"field-{field.id}")
    return make_response(redirect(place, 303))


def _adopting(ceremony: Ceremony, field: Field) -> str:
    id, kind = ceremony.recipient_id, field.kind.name
    return url_for("signings.signatures.new", recipient_id=id, kind=kind, field=field.id)


def _keep(ceremony: Ceremony) -> Response | None:
    """All that the form holds; the page again when something in it cannot be kept."""
    typed = filled_values.typed(ceremony, request.form)
    try:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, typed, current.now())
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors, typed=typed)
    return None


def _value(field: Field) -> str:
    if field.kind.is_adopted:
        return "" if "remove" in request.form else "mine"
    if "remove" in request.form:
        return ""
    return filled_values.value(field, request.form)
