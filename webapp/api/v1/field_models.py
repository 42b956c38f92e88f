"""Fields as programs send and receive them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from core.documents.document import PAGES_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.fields import kinds, properties
from core.fields.anchoring.anchor import LONGEST, Needed
from core.fields.field import SMALLEST, with_default
from core.fields.kind import FieldKind
from core.refusals import Invalid
from webapp.api.v1.value_types import AskedModel, FieldKindName, Label, Line, Offset, Points

PROPERTIES: dict[str, Any] = {p.name: p.schema for kind in kinds.ALL for p in kind.properties}
OWN_SIZE = "Points; the usual size of its kind if left out"
# How many documents the envelope has that is being validated: a field names one by its number.
_documents: ContextVar[int] = ContextVar("documents", default=0)


@contextmanager
def documents_counted(documents: int) -> Iterator[None]:
    before = _documents.set(documents)
    try:
        yield
    finally:
        _documents.reset(before)


def _number_of_document(number: int) -> int:
    if number > _documents.get():
        raise ValueError("There is no document of this number.")
    return number


def properties_of_kind(given: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    """Those of the kind that the model names. Raises ValidationError with all that are wrong."""
    if "kind" not in info.data:
        return given
    try:
        check_properties(kinds.named(info.data["kind"]), given)
    except Invalid as invalid:
        wrong = [
            InitErrorDetails(
                type=PydanticCustomError("value_error", "{why}", {"why": why}),
                loc=(name,),
                input=given.get(name),
            )
            for name, why in invalid.errors.items()
        ]
        raise ValidationError.from_exception_data("properties", wrong) from None
    return given


class NewAnchor(AskedModel):
    """Where a text stands in the document, whatever its case: found when its pages are ready."""

    text: Annotated[Line, Field(min_length=1, max_length=LONGEST)]
    x: Annotated[Offset, Field(description="Points to the right of where the text begins")] = 0.0
    y: Annotated[Offset, Field(description="Points down from the line of the text")] = 0.0
    which: Annotated[
        Literal["first", "all"], Field(description="all: one field at each of its places")
    ] = "first"
    needed: Annotated[
        Needed,
        Field(
            description="Where the text has to be, so that the envelope is sent: here in this"
            " document, somewhere in any document, or nowhere: without it there is no field"
        ),
    ] = Needed.HERE


class NewField(AskedModel):
    """
    A place on a page where the recipient signs or fills something in.

    Either at `page`, `x` and `y`, or at an `anchor`.
    """

    kind: FieldKindName
    document: Annotated[
        int,
        AfterValidator(_number_of_document),
        Field(ge=1, description="The number of the document in “documents”, from 1"),
    ] = 1
    page: Annotated[int | None, Field(ge=1, le=PAGES_LIMIT, description="From 1")] = None
    x: Annotated[Points | None, Field(description="Points from the left of the page as shown")] = (
        None
    )
    y: Annotated[Points | None, Field(description="Points from its top")] = None
    anchor: NewAnchor | None = None
    width: Annotated[Points | None, Field(ge=SMALLEST, description=OWN_SIZE)] = None
    height: Annotated[Points | None, Field(ge=SMALLEST, description=OWN_SIZE)] = None
    required: Annotated[bool | None, Field(description="As usual for its kind if left out")] = None
    label: Label = ""
    properties: dict[str, Any] = Field(
        default={}, json_schema_extra={"properties": PROPERTIES, "additionalProperties": False}
    )

    @model_validator(mode="after")
    def _has_one_place(self) -> "NewField":
        given = [self.page is not None, self.x is not None, self.y is not None]
        if any(given) if self.anchor else not all(given):
            raise ValueError("Give either “page”, “x” and “y”, or “anchor”.")
        return self

    _known = field_validator("properties")(properties_of_kind)


class NewCommonField(NewField):
    """A field that the first of several recipients fills in, or the sender: with its default."""

    recipients: Annotated[
        list[Annotated[int, Field(ge=1)]],
        Field(
            max_length=RECIPIENTS_LIMIT,
            description="The numbers of recipients in “recipients”, from 1; none: the sender",
        ),
    ]


class FieldAnswer(BaseModel):
    id: UUID
    recipient_ids: Annotated[
        list[UUID], Field(description="Who may fill it in; none: the sender did")
    ]
    kind: FieldKindName
    document_id: UUID
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool
    label: str
    properties: dict[str, Any]


def check_properties(kind: FieldKind, given: dict[str, Any]) -> None:
    """Each for itself, so that all that are wrong are named, then together. Raises Invalid."""
    wrong: dict[str, str] = {}
    for name, value in given.items():
        try:
            properties.read(kind.properties, {name: value})
        except Invalid as invalid:
            wrong |= invalid.errors
    if wrong:
        raise Invalid(**wrong)
    with_default(kind, properties.read(kind.properties, given))
