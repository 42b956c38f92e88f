"""Fields of a draft as the prepare page saves them, and asks whether others have changed them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response, request

from core.envelopes.drafts import draft, draft_marks
from core.fields.field import Field
from core.refusals import Invalid
from tenants.use_cases.envelopes import drafting, reading
from webapp import current
from webapp.pages.fields import field_json
from webapp.text.translation import translated


def save(envelope_id: UUID) -> Response:
    """The JSON that the page sends after each change: what was wrong is told by field."""
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


def place(envelope_id: UUID, changed: list[Field], removed: list[UUID]) -> None:
    """What a form asks for. Raises Invalid with what is wrong."""
    with current.transaction() as tx:
        placed = drafting.place_valid_fields(tx, envelope_id, changed, current.now(), removed)
    if placed.wrong:
        raise Invalid(**placed.wrong)


def seen(envelope_id: UUID) -> Response:
    """JSON: all fields, if they are others than those that the page has `seen`."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    draft.check_draft(envelope)
    mark = draft_marks.of_placements(envelope.fields)
    if mark == request.args.get("seen"):
        return make_response("", 204)
    fields = field_json.of_fields(envelope.fields, envelope)
    return make_response(jsonify(seen=mark, fields=fields))


def _told(errors: Mapping[str, str]) -> dict[str, str]:
    return {name: translated(text) for name, text in errors.items()}
