"""Fields of a draft as programs place and change them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator

from core.documents.document import PAGES_LIMIT
from core.envelopes.drafts.draft_fields import FIELDS_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.fields.field import SMALLEST
from webapp.api.v1.field_models import OWN_SIZE, PROPERTIES, FieldAnswer, properties_of_kind
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, FieldKindName, Label, Points

SCHEMA: dict[str, Any] = {"properties": PROPERTIES, "additionalProperties": False}
WHOSE = "The first of several who gets there fills it in; none: it is the sender's"
Size = Annotated[Points | None, Field(ge=SMALLEST)]


class NewDraftField(AskedModel):
    """A place on a page, in points from its top left corner as it is shown."""

    kind: FieldKindName
    document_id: UUID
    recipient_ids: Annotated[list[UUID], Field(max_length=RECIPIENTS_LIMIT, description=WHOSE)] = []  # noqa: RUF012 - pydantic copies it
    page: Annotated[int, Field(ge=1, le=PAGES_LIMIT, description="From 1")]
    x: Points
    y: Points
    width: Annotated[Size, Field(description=OWN_SIZE)] = None
    height: Annotated[Size, Field(description=OWN_SIZE)] = None
    required: Annotated[bool | None, Field(description="As usual for its kind if left out")] = None
    label: Label = ""
    properties: dict[str, Any] = Field(default={}, json_schema_extra=SCHEMA)

    _known = field_validator("properties")(properties_of_kind)


class NewDraftFields(AskedModel):
    """All of them, or none."""

    fields: Annotated[list[NewDraftField], Field(min_length=1, max_length=FIELDS_LIMIT)]


class ChangedDraftField(AskedModel):
    """What is left out stays as it is; `properties` are given as a whole."""

    document_id: UUID | None = None
    recipient_ids: Annotated[
        list[UUID] | None, Field(max_length=RECIPIENTS_LIMIT, description=WHOSE)
    ] = None
    page: Annotated[int | None, Field(ge=1, le=PAGES_LIMIT)] = None
    x: Points | None = None
    y: Points | None = None
    width: Size = None
    height: Size = None
    required: bool | None = None
    label: Label | None = None
    properties: dict[str, Any] | None = Field(default=None, json_schema_extra=SCHEMA)


class FieldListAnswer(ListPage[FieldAnswer]):
    pass
