"""Placing fields on the pages of a draft: each is saved for itself, after each change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.drafts import draft, draft_marks
from core.envelopes.envelope import Envelope, Status
from core.fields.field import Field
from core.refusals import Invalid
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.fields import found_fields
from webapp import current
from webapp.pages.envelopes import draft_page
from webapp.pages.fields import field_json, found_page, prepare_page, typed_field
from webapp.sessions import member_sessions
from webapp.text.translation import translated

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
        return _save(envelope_id)
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
        _place(envelope_id, changed, removed)
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
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    draft.check_draft(envelope)
    mark = draft_marks.of_placements(envelope.fields)
    if mark == request.args.get("seen"):
        return make_response("", 204)
    fields = field_json.of_fields(envelope.fields, envelope)
    return make_response(jsonify(seen=mark, fields=fields))


def _is_prepared(envelope: Envelope) -> bool:
    """Whether there are pages and people to place fields for: another page may have sent it."""
    return envelope.status is Status.DRAFT and draft_page.is_placeable(envelope)


def _to_envelope(envelope_id: UUID) -> Response:
    back = url_for("envelopes.show", envelope_id=envelope_id, _anchor="fields")
    return make_response(redirect(back, 303))


def _save(envelope_id: UUID) -> Response:
    try:
        wanted = field_json.wanted(field_json.body())
    except Invalid as invalid:
        return make_response(jsonify(errors=_told(invalid.errors)), 422)
    with current.transaction() as tx:
        placed = drafting.merge_fields(tx, envelope_id, wanted.fields, wanted.was, current.now())
    answer: dict[str, Any] = {"saved": len(wanted.fields.changed)}
    if wanted.was is not None:
        answer |= field_json.of_merged(placed, wanted.fields.changed, wanted.seen)
    if placed.wrong:
        return make_response(jsonify(answer | {"errors": _told(placed.wrong)}), 422)
    return make_response(jsonify(answer))


def _told(errors: Mapping[str, str]) -> dict[str, str]:
    return {name: translated(text) for name, text in errors.items()}


def _place(envelope_id: UUID, changed: list[Field], removed: list[UUID]) -> None:
    """Raises Invalid with what is wrong."""
    with current.transaction() as tx:
        placed = drafting.place_valid_fields(tx, envelope_id, changed, current.now(), removed)
    if placed.wrong:
        raise Invalid(**placed.wrong)
