"""Placing fields on the pages of a draft: each is saved for itself, after each change."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope, Status
from core.refusals import Invalid
from tenants.use_cases.envelopes import reading
from tenants.use_cases.fields import found_fields
from webapp import current
from webapp.pages.envelopes import draft_page
from webapp.pages.fields import (
    field_json,
    found_page,
    placed_fields,
    prepare_page,
    typed_field,
)
from webapp.sessions import member_sessions

bp = Blueprint("fields", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/fields")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        if not _is_prepared(envelope):
            return _to_envelope(envelope_id)
        found = found_fields.offered(tx, envelope)
    return prepare_page.show(envelope, **found_page.context(envelope, found))


@bp.post("/envelopes/<uuid:envelope_id>/fields")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """
    JSON: {"fields": [...], "removed": [ids], "was": [...], "seen": mark}: new and changed ones,
    those that are gone, and both as the page began with them, so that what another page has
    changed meanwhile is merged.

    A form: one field more, or one less.
    """
    if request.is_json:
        return placed_fields.save(envelope_id)
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    if not _is_prepared(envelope):
        return _to_envelope(envelope_id)
    action = request.form.get("action", "add")
    try:
        if action.startswith("remove-"):
            changed, removed = [], field_json.ids([action.removeprefix("remove-")])
        else:
            changed, removed = [typed_field.read(envelope, request.form)], []
        placed_fields.place(envelope_id, changed, removed)
    except Invalid as invalid:
        return prepare_page.show(envelope, status=422, errors=invalid.errors, typed=request.form)
    back = url_for(
        "fields.edit",
        envelope_id=envelope_id,
        page=request.form.get("page"),
        kind=request.form.get("kind"),
    )
    return make_response(redirect(back, 303))


@bp.get("/envelopes/<uuid:envelope_id>/fields/placed")
@member_sessions.required(Permission.SEND_ENVELOPES)
def placed(envelope_id: UUID) -> Response:
    """JSON: all fields, if they are others than those that the page has `seen`."""
    return placed_fields.seen(envelope_id)


def _is_prepared(envelope: Envelope) -> bool:
    """Whether there are pages and people to place fields for: another page may have sent it."""
    return envelope.status is Status.DRAFT and draft_page.is_placeable(envelope)


def _to_envelope(envelope_id: UUID) -> Response:
    back = url_for("envelopes.show", envelope_id=envelope_id, _anchor="fields")
    return make_response(redirect(back, 303))
