"""Fields as the format has them."""

from typing import Annotated, Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from core.documents.document import PAGES_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.fields import kinds, properties
from core.fields.anchoring.anchor import LONGEST
from core.fields.field import SMALLEST
from core.refusals import Invalid
from tenants.exchange.exchange_values import (
    ExchangedModel,
    FieldKindName,
    Line,
    Offset,
    PersonNumber,
    Points,
)

PROPERTIES: dict[str, Any] = {p.name: dict(p.schema) for k in kinds.ALL for p in k.properties}


class ExchangedAnchor(ExchangedModel):
    """A text at which the field is placed when the pages are ready, with an offset in points."""

    text: Annotated[Line, Field(min_length=1, max_length=LONGEST)]
    x: Offset = 0.0
    y: Offset = 0.0
    every: bool = True


class ExchangedField(ExchangedModel):
    """
    A field, in points from the top left corner of the page as shown; or at an `anchor`.

    `recipients` by their numbers in the list, from 1; none: the sender fills it in.
    """

    kind: FieldKindName
    document: Annotated[int, Field(ge=1, description="Its number in the list, from 1")] = 1
    recipients: Annotated[list[PersonNumber], Field(max_length=RECIPIENTS_LIMIT)] = []  # noqa: RUF012 - pydantic copies it
    page: Annotated[int | None, Field(ge=1, le=PAGES_LIMIT)] = None
    x: Points | None = None
    y: Points | None = None
    anchor: ExchangedAnchor | None = None
    width: Annotated[Points, Field(ge=SMALLEST)]
    height: Annotated[Points, Field(ge=SMALLEST)]
    required: bool = True
    label: Annotated[Line, Field(max_length=100)] = ""
    properties: dict[str, Any] = Field(
        default={}, json_schema_extra={"properties": PROPERTIES, "additionalProperties": False}
    )

    @model_validator(mode="after")
    def _has_one_place(self) -> "ExchangedField":
        given = [self.page is not None, self.x is not None, self.y is not None]
        if any(given) if self.anchor else not all(given):
            raise ValueError("Give either “page”, “x” and “y”, or “anchor”.")
        return self

    @field_validator("properties")
    @classmethod
    def _are_those_of_the_kind(cls, given: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if "kind" not in info.data:
            return given
        kind, wrong = kinds.named(info.data["kind"]), []
        for name, value in given.items():
            try:
                properties.read(kind.properties, {name: value})
            except Invalid as invalid:
                why = next(iter(invalid.errors.values()))
                error = PydanticCustomError("value_error", "{why}", {"why": why})
                wrong.append(InitErrorDetails(type=error, loc=(name,), input=value))
        if wrong:
            raise ValidationError.from_exception_data("properties", wrong)
        return given
