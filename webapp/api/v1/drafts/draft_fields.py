"""The fields of an envelope: seen at any time; of a draft placed, changed and removed."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.refusals import InvalidRequest
from core.api.scope import Scope
from core.fields import field as core_field
from core.fields import kinds
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting, reading
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation, pointer
from webapp.api.v1.drafts.draft_field_models import (
    ChangedDraftField,
    FieldListAnswer,
    NewDraftField,
    NewDraftFields,
)
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.envelopes.envelope_answers import field_answer
from webapp.api.v1.field_models import FieldAnswer, check_properties
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading as reading_query
from webapp.api.v1.repeatable import once
from webapp.text.translation import translated

bp = Blueprint("draft_fields", __name__, url_prefix="/envelopes/<uuid:envelope_id>/fields")
Path = tuple[str | int, ...]


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading_query(FieldAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_304=None, HTTP_200=FieldListAnswer),
    operation_id="list_fields",
)
def index(envelope_id: UUID) -> Response:
    """
    List the fields of an envelope

    Where they are and whose; all of them on one page. “/values” has what was filled in.
    """
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    return responses.page(FieldListAnswer, list(map(field_answer, envelope.fields)), None)


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewDraftFields,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_201=FieldListAnswer),
    operation_id="add_fields",
)
def create(envelope_id: UUID) -> Response:
    """
    Place fields in a draft

    All of them or none; all that is wrong is answered at once. The answer has the new ones.
    """
    asked: NewDraftFields = request.context.json  # type: ignore[attr-defined]
    new = [_new(each) for each in asked.fields]
    paths: dict[str, Path] = {str(field.id): ("fields", n) for n, field in enumerate(new)}

    def act(tx: Transaction) -> Response:
        envelope_responses.check_match(tx, envelope_id)
        placed = drafting.place_valid_fields(tx, envelope_id, new, current.now())
        _check(placed.wrong, paths)
        made = [field_answer(placed.envelope.field(field.id)) for field in new]
        place = url_for("api_v1.draft_fields.index", envelope_id=envelope_id)
        return responses.created(place, FieldListAnswer(items=made, next_cursor=None))

    return once(act)


@bp.patch("/<uuid:field_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ChangedDraftField,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=FieldAnswer),
    operation_id="change_field",
)
def change(envelope_id: UUID, field_id: UUID) -> Response:
    """
    Change a field of a draft

    Those of a sent envelope change by its field corrections.
    """
    asked: ChangedDraftField = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        envelope_responses.check_match(tx, envelope_id)
        wanted = _changed(reading.changeable(tx, envelope_id).field(field_id), asked)
        placed = drafting.place_valid_fields(tx, envelope_id, [wanted], current.now())
        _check(placed.wrong, {})
        return responses.shown(field_answer(placed.envelope.field(field_id)))

    return once(act)


@bp.delete("/<uuid:field_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="remove_field",
)
def remove(envelope_id: UUID, field_id: UUID) -> Response:
    """Remove a field from a draft"""

    def act(tx: Transaction) -> Response:
        envelope_responses.check_match(tx, envelope_id)
        reading.changeable(tx, envelope_id).field(field_id)
        drafting.place_valid_fields(tx, envelope_id, [], current.now(), [field_id])
        return responses.deleted()

    return once(act)


def _new(given: NewDraftField) -> core_field.Field:
    kind = kinds.named(given.kind)
    return core_field.Field(
        new_id(),
        given.document_id,
        tuple(given.recipient_ids),
        kind,
        given.page,
        *(given.x, given.y, given.width or kind.size[0], given.height or kind.size[1]),
        required=kind.is_required if given.required is None else given.required,
        label=given.label,
        properties=given.properties,
    )


def _changed(field: core_field.Field, given: ChangedDraftField) -> core_field.Field:
    """Raises InvalidRequest for properties that its kind does not take."""
    said = given.model_dump(exclude={"recipient_ids"}, exclude_none=True)
    if given.recipient_ids is not None:
        said["recipient_ids"] = tuple(given.recipient_ids)
    if given.properties is not None:
        try:
            check_properties(field.kind, given.properties)
        except Invalid as invalid:
            paths: dict[str, Path] = {name: ("properties", name) for name in invalid.errors}
            _check(invalid.errors, paths)
    return replace(field, **said)


def _check(wrong: Mapping[str, str], paths: Mapping[str, Path]) -> None:
    """Raises InvalidRequest with all that is wrong."""
    if wrong:
        raise InvalidRequest(
            [
                {
                    "pointer": pointer(paths.get(id, ())),
                    "code": "value_error",
                    "detail": translated(why),
                }
                for id, why in wrong.items()
            ]
        )
