"""What is filled in: each field by itself as soon as it changes, or all of the form at once."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.fields.field import Field
from core.refusals import Invalid, NotFound
from core.signing import turn
from core.signing.refusals import FieldsChanged, SignatureNeeded
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import confirmations, signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import (
    ceremony_page,
    changed_fields,
    filled_values,
    signing_addresses,
)
from webapp.pages.signing.changed_fields import ChangedFields
from webapp.sessions import ceremony_sessions

bp = Blueprint("field_values", __name__)


@bp.post("/fields/<uuid:field_id>")
def update(recipient_id: UUID, field_id: UUID) -> Response:
    """htmx sends one field; without JavaScript a signature's button sends the whole form."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    field = _field(ceremony, field_id)
    if f"keep-{field_id}" in request.form:
        return _shown(ceremony, field)
    if not request_info.wants_fragment():
        return _place_signature(ceremony, field)
    value = _value(field)
    try:
        with current.transaction() as tx:
            envelope = signing_ceremony.fill(tx, {field_id: value}, current.now(), _known(ceremony))
    except Invalid as invalid:
        typed = {field_id: value}
        return ceremony_page.saved(
            ceremony, [field], status=422, errors=invalid.errors, typed=typed
        )
    except SignatureNeeded:
        # Pressed before the script that opens the dialog had arrived: the page does the same.
        response = make_response("", 409)
        response.headers["HX-Redirect"] = _adopting(ceremony, field)
        return response
    after = replace(ceremony, whole=envelope)
    if f"use-{field_id}" in request.form:
        return _shown(after, field)
    answered = [f for f in after.fields if f.id == field_id]
    changed = changed_fields.between(ceremony, after, field_id)
    return ceremony_page.saved(after, answered, changed=changed)


@bp.get("/values")
def index(recipient_id: UUID) -> Response:
    """What is kept of theirs now, by field: it may have been filled in on another device."""
    ceremony = _filling(recipient_id)
    kept = {str(f.id): f.value for f in ceremony.places if f.is_asked and not f.kind.is_adopted}
    return make_response(kept)


@bp.get("/fields")
def show_all(recipient_id: UUID) -> Response:
    """All of their fields as they are kept now, for a page that is no longer up to date."""
    ceremony = _filling(recipient_id)
    changed = ChangedFields(own=ceremony.places, filled=ceremony.filled)
    return ceremony_page.saved(ceremony, [], changed=changed)


@bp.post("/values")
def update_all(recipient_id: UUID) -> Response:
    """Keep everything and go on later."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    later = signing_addresses.left(ceremony) or url_for("signings.later", recipient_id=recipient_id)
    if refused := _keep(ceremony):
        return refused
    if ceremony.whole.confirming.required:
        with current.transaction() as tx:
            confirmations.leave(tx, ceremony.session)
    return make_response(redirect(later, 303))


def _field(ceremony: Ceremony, field_id: UUID) -> Field:
    """Raises NotFound, FieldsChanged for one that was taken out after the page was opened."""
    field = next((f for f in ceremony.envelope.fields if f.id == field_id), None)
    if field is None:
        raise FieldsChanged if ceremony.whole.fields_corrected_at else NotFound
    return field


def _filling(recipient_id: UUID) -> Ceremony:
    """Raises what filling in raises when it is over, so that the page is loaded again."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    ceremony.check_may_read()
    turn.check_consented(ceremony.whole, ceremony.recipient)
    return ceremony


def _shown(ceremony: Ceremony, field: Field) -> Response:
    """The field as it is kept now: its recipient chose between their value and another's."""
    ceremony.check_may_read()
    if not request_info.wants_fragment():
        return _keep(ceremony, but=field.id) or _to_field(ceremony, field)
    whole = [f for f in ceremony.places if f.id == field.id]
    return ceremony_page.saved(ceremony, whole, changed=ChangedFields(own=tuple(whole)))


def _to_field(ceremony: Ceremony, field: Field) -> Response:
    id = ceremony.recipient_id
    place = url_for("signings.show", recipient_id=id, _anchor=f"field-{field.id}")
    return make_response(redirect(place, 303))


def _known(ceremony: Ceremony) -> dict[UUID, str]:
    """Who presses “Use …” was shown the other value of this field, and of no other."""
    form = request.form
    chosen = {
        f.id: form.get(f"instead-{f.id}", "") for f in ceremony.places if f"use-{f.id}" in form
    }
    return filled_values.known(ceremony, form) | chosen


def _place_signature(ceremony: Ceremony, field: Field) -> Response:
    refused = _keep(ceremony)
    if refused:
        return refused
    try:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, {field.id: _value(field)}, current.now())
    except SignatureNeeded:
        return make_response(redirect(_adopting(ceremony, field), 303))
    return _to_field(ceremony, field)


def _adopting(ceremony: Ceremony, field: Field) -> str:
    id, kind = ceremony.recipient_id, field.kind.name
    return url_for("signings.signatures.new", recipient_id=id, kind=kind, field=field.id)


def _keep(ceremony: Ceremony, but: UUID | None = None) -> Response | None:
    """All that the form holds; the page again when something in it cannot be kept."""
    typed = filled_values.typed(ceremony, request.form)
    if but:
        typed.pop(but, None)
    try:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, typed, current.now(), _known(ceremony))
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors, typed=typed)
    return None


def _value(field: Field) -> str:
    if field.kind.is_adopted:
        return "" if "remove" in request.form else "mine"
    if "remove" in request.form:
        return ""
    if f"use-{field.id}" in request.form:
        return request.form[f"use-{field.id}"]
    return filled_values.value(field, request.form)
