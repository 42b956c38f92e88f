"""Custom fields of an organization's envelopes: defined, changed, removed."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes.custom_field import CustomField
from core.refusals import NotFound
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import custom_fields
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.custom_field_models import (
    ChangedCustomField,
    CustomFieldAnswer,
    CustomFieldListAnswer,
    NewCustomField,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once

bp = Blueprint("custom_fields", __name__, url_prefix="/custom-fields")


@bp.get("")
@authentication.required(Scope.ORGANIZATION, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(CustomFieldAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=CustomFieldListAnswer),
    operation_id="list_custom_fields",
)
def index() -> Response:
    """List custom fields"""
    with current.transaction() as tx:
        found = custom_fields.known(tx)
    return responses.page(CustomFieldListAnswer, [_answer(field) for field in found], None)


@bp.get("/<uuid:custom_field_id>")
@authentication.required(Scope.ORGANIZATION, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(CustomFieldAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=CustomFieldAnswer),
    operation_id="get_custom_field",
)
def show(custom_field_id: UUID) -> Response:
    """See a custom field"""
    with current.transaction() as tx:
        return responses.shown(_answer(_find(tx, custom_field_id)))


@bp.post("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewCustomField,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 412, 413, 415, 422, 429, HTTP_201=CustomFieldAnswer),
    operation_id="create_custom_field",
)
def create() -> Response:
    """Create a custom field"""
    asked: NewCustomField = request.context.json  # type: ignore[attr-defined]
    given = asked.model_dump() | {"choices": tuple(asked.choices)}
    field = CustomField(id=new_id(), **given)

    def effect(tx: Transaction) -> Response:
        custom_fields.define(tx, field, current.now())
        place = url_for("api_v1.custom_fields.show", custom_field_id=field.id)
        return responses.created(place, _answer(field))

    return once(effect)


@bp.patch("/<uuid:custom_field_id>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=ChangedCustomField,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=CustomFieldAnswer),
    operation_id="change_custom_field",
)
def change(custom_field_id: UUID) -> Response:
    """Change a custom field"""
    asked: ChangedCustomField = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, custom_field_id, lambda: _answer(_find(tx, custom_field_id)))
        old = _find(tx, custom_field_id)
        new = replace(old, **asked.given())
        custom_fields.change(tx, new, current.now())
        return responses.shown(_answer(new))

    return once(effect)


@bp.delete("/<uuid:custom_field_id>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_custom_field",
)
def delete(custom_field_id: UUID) -> Response:
    """
    Delete a custom field

    Values that there are already are kept in their envelopes.
    """

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, custom_field_id, lambda: _answer(_find(tx, custom_field_id)))
        custom_fields.remove(tx, custom_field_id, current.now())
        return responses.deleted()

    return once(effect)


def _find(tx: Transaction, field_id: UUID) -> CustomField:
    """Raises NotFound."""
    found = next((f for f in custom_fields.known(tx) if f.id == field_id), None)
    if found is None:
        raise NotFound
    return found


def _answer(field: CustomField) -> CustomFieldAnswer:
    return CustomFieldAnswer(
        id=field.id,
        name=field.name,
        kind=field.kind,
        choices=list(field.choices),
        required=field.required,
        listed=field.listed,
    )
