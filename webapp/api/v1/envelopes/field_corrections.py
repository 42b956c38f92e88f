"""Correcting the fields of an envelope that was sent."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint, Response, request
from pydantic import Field

from core.api.scope import Scope
from core.documents.document import PAGES_LIMIT
from core.envelopes.drafts.draft_fields import FIELDS_LIMIT
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.fields import field as core_field
from core.fields import kinds
from core.fields.field import SMALLEST
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import correcting, reading, sending
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.field_models import OWN_SIZE, PROPERTIES
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.value_types import AskedModel, FieldKindName, Label, Points

bp = Blueprint("field_corrections", __name__, url_prefix="/envelopes")
WHOSE = "Signers who have not finished; the first of several who gets there fills it in"
SCHEMA: dict[str, Any] = {"properties": PROPERTIES, "additionalProperties": False}
Size = Annotated[Points | None, Field(ge=SMALLEST)]
Whose = Annotated[list[UUID], Field(min_length=1, max_length=RECIPIENTS_LIMIT, description=WHOSE)]


class CorrectedField(AskedModel):
    """What is left out stays as it is; `properties` are given as a whole."""

    id: UUID
    page: Annotated[int | None, Field(ge=1, le=PAGES_LIMIT)] = None
    x: Points | None = None
    y: Points | None = None
    width: Size = None
    height: Size = None
    required: bool | None = None
    label: Label | None = None
    recipient_ids: Whose | None = None
    properties: dict[str, Any] | None = Field(default=None, json_schema_extra=SCHEMA)


class LateField(AskedModel):
    """A field that comes later."""

    kind: FieldKindName
    document_id: UUID
    recipient_ids: Whose
    page: Annotated[int, Field(ge=1, le=PAGES_LIMIT)]
    x: Points
    y: Points
    width: Annotated[Size, Field(description=OWN_SIZE)] = None
    height: Annotated[Size, Field(description=OWN_SIZE)] = None
    required: Annotated[bool | None, Field(description="As usual for its kind if left out")] = None
    label: Label = ""
    properties: dict[str, Any] = Field(default={}, json_schema_extra=SCHEMA)


class FieldCorrections(AskedModel):
    """All of it, or nothing."""

    changed: list[CorrectedField] = Field(default=[], max_length=FIELDS_LIMIT)
    added: list[LateField] = Field(default=[], max_length=FIELDS_LIMIT)
    removed: list[UUID] = Field(default=[], max_length=FIELDS_LIMIT)


@bp.post("/<uuid:envelope_id>/field-corrections")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=FieldCorrections,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="correct_fields",
)
def create(envelope_id: UUID) -> Response:
    """
    Correct the fields of a sent envelope

    Those of signers who have not finished. What they have filled in is kept where the field still
    takes it; whoever was asked to sign is told. The audit trail keeps old and new fields.
    """
    asked: FieldCorrections = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Envelope:
        wanted = _wanted(reading.changeable(tx, envelope_id), asked)
        return correcting.correct_fields(tx, envelope_id, wanted, None, current.now()).envelope

    return changed(act, before=lambda: sending.count(current.organization()))


def _wanted(envelope: Envelope, asked: FieldCorrections) -> MergedFields:
    """Raises NotFound for what is no field of the envelope."""
    changed = (_corrected(envelope.field(given.id), given) for given in asked.changed)
    removed = frozenset(envelope.field(id).id for id in asked.removed)
    return MergedFields((*changed, *map(_late, asked.added)), removed)


def _corrected(field: core_field.Field, given: CorrectedField) -> core_field.Field:
    said = given.model_dump(exclude={"id", "recipient_ids"}, exclude_none=True)
    if given.recipient_ids is not None:
        said["recipient_ids"] = tuple(given.recipient_ids)
    return replace(field, **said)


def _late(given: LateField) -> core_field.Field:
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
