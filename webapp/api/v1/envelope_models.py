"""Envelopes as programs send and receive them."""

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Json,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from core.documents.document import PAGES_LIMIT
from core.envelopes.draft import DOCUMENTS_LIMIT, FIELDS_LIMIT, TOO_MANY_FIELDS
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.roles import registry as roles
from core.envelopes.roles.signer import SIGNER
from core.fields import kinds, properties
from core.fields.field import SMALLEST
from core.refusals import Invalid
from core.text.printable import is_line, is_prose, tidy, why_undrawable
from tenants import email_addresses

# How many documents the envelope has that is being validated: a field names one by its number.
_documents: ContextVar[int] = ContextVar("documents", default=0)


def _line(text: str) -> str:
    text = tidy(text)
    if not text or not is_line(text):
        raise ValueError("Write one line of plain text.")
    if why := why_undrawable(text):
        raise ValueError(str(why))
    return text


def _file_name(text: str) -> str:
    name = _line(text)
    if "/" in name or "\\" in name:
        raise ValueError("Give the name of a file without folders.")
    return name


def _optional_line(text: str) -> str:
    return _line(text) if tidy(text) else ""


def _prose(text: str) -> str:
    if not is_prose(text):
        raise ValueError("Write plain text.")
    return tidy(text)


def _address(text: str) -> str:
    text = tidy(text)
    if not email_addresses.deliverable(text):
        raise ValueError("Give a complete address: name@example.com.")
    return text


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("This is not base64 (RFC 4648, section 4).") from None
    return text


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    """One of the names of a registry."""

    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"Choose one of these: {', '.join(known)}.")
        return name

    return check


def _wrong_properties(kind: str, given: dict[str, Any]) -> Iterator[InitErrorDetails]:
    known = kinds.named(kind).properties
    for name, value in given.items():
        try:
            properties.read(known, {name: value})
        except Invalid as invalid:
            why = PydanticCustomError("value_error", "{why}", {"why": invalid.errors[name]})
            yield InitErrorDetails(type=why, loc=(name,), input=value)


def _elements(given: Any) -> list[Any]:
    """Of a list; what is no list has none here, and is refused elsewhere."""
    return given if isinstance(given, list) else []


def _number_of_document(number: int) -> int:
    if number > _documents.get():
        raise ValueError("There is no document of this number.")
    return number


FIELD_KINDS = [kind.name for kind in kinds.ALL]
ROLES = [role.name for role in roles.ROLES]
FieldKindName = Annotated[
    str, AfterValidator(_one_of(FIELD_KINDS)), Field(json_schema_extra={"enum": [*FIELD_KINDS]})
]
RoleName = Annotated[
    str, AfterValidator(_one_of(ROLES)), Field(json_schema_extra={"enum": [*ROLES]})
]
PROPERTIES = {p.name: p.schema for kind in kinds.ALL for p in kind.properties}
OWN_SIZE = "Points; the usual size of its kind if left out"
Line = Annotated[str, AfterValidator(_line)]
Points = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False)]


class AskedModel(BaseModel):
    """What a program sends: nothing that is not known is passed over in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewDocument(AskedModel):
    """A PDF: in `content`, or as a part of a multipart request that `file` names."""

    name: Annotated[
        str, Field(max_length=200, description="As people read it"), AfterValidator(_file_name)
    ]
    content: Annotated[
        Annotated[str, AfterValidator(_base64)] | None,
        Field(description="The file in base64", json_schema_extra={"contentEncoding": "base64"}),
    ] = None
    file: Annotated[str | None, Field(description="The name of the part that is the file")] = None

    @model_validator(mode="after")
    def _has_one_file(self) -> "NewDocument":
        if (self.content is None) == (self.file is None):
            raise ValueError("Give either “content” or “file”.")
        return self


class NewField(AskedModel):
    """A place on a page where the recipient signs or fills something in."""

    kind: FieldKindName
    document: Annotated[
        int,
        AfterValidator(_number_of_document),
        Field(ge=1, description="The number of the document in “documents”, from 1"),
    ] = 1
    page: Annotated[int, Field(ge=1, le=PAGES_LIMIT, description="From 1")]
    x: Annotated[Points, Field(description="Points from the left of the page as shown")]
    y: Annotated[Points, Field(description="Points from its top")]
    width: Annotated[Points | None, Field(ge=SMALLEST, description=OWN_SIZE)] = None
    height: Annotated[Points | None, Field(ge=SMALLEST, description=OWN_SIZE)] = None
    required: Annotated[bool | None, Field(description="As usual for its kind if left out")] = None
    label: Annotated[str, Field(max_length=100), AfterValidator(_optional_line)] = ""
    properties: Annotated[
        dict[str, Any],
        Field(json_schema_extra={"properties": PROPERTIES, "additionalProperties": False}),
    ] = {}

    @field_validator("properties")
    @classmethod
    def _are_those_of_the_kind(cls, given: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        """Each property for itself, so that all that are wrong are named."""
        if "kind" not in info.data:
            return given
        wrong = list(_wrong_properties(info.data["kind"], given))
        if wrong:
            raise ValidationError.from_exception_data("properties", wrong)
        return given


class NewRecipient(AskedModel):
    """Somebody who is asked. Equal orders act at the same time, rising ones in sequence."""

    name: Annotated[Line, Field(max_length=120)]
    email: Annotated[str, Field(max_length=254), AfterValidator(_address)]
    role: RoleName = SIGNER.name
    order: Annotated[int, Field(ge=1, le=100)] = 1
    fields: Annotated[list[NewField], Field(max_length=FIELDS_LIMIT)] = []


class NewEnvelope(AskedModel):
    """`sent` asks for sending as soon as the pages are ready, `draft` leaves it to a person."""

    name: Annotated[Line, Field(max_length=200, description="The subject of the mails")]
    message: Annotated[str, Field(max_length=5_000), AfterValidator(_prose)] = ""
    documents: Annotated[list[NewDocument], Field(min_length=1, max_length=DOCUMENTS_LIMIT)]
    recipients: Annotated[list[NewRecipient], Field(min_length=1, max_length=RECIPIENTS_LIMIT)]
    status: Literal["draft", "sent"] = "draft"

    @field_validator("recipients", mode="before")
    @classmethod
    def _have_not_too_many_fields(cls, given: Any) -> Any:
        """Before any field is read, for reading one takes time."""
        lists = [r.get("fields") for r in _elements(given) if isinstance(r, dict)]
        if sum(len(_elements(fields)) for fields in lists) > FIELDS_LIMIT:
            raise PydanticCustomError("too_many_fields", "{why}", {"why": TOO_MANY_FIELDS})
        return given

    @model_validator(mode="wrap")
    @classmethod
    def _counts_documents(
        cls, asked: Any, handler: ModelWrapValidatorHandler["NewEnvelope"]
    ) -> "NewEnvelope":
        documents = asked.get("documents") if isinstance(asked, dict) else None
        with _counted(len(documents) if isinstance(documents, list) else 0):
            return handler(asked)


class EnvelopeForm(BaseModel):
    """The same in parts: `envelope`, and one part for each file that it names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    envelope: Annotated[Json[NewEnvelope], Field(description="NewEnvelope, as JSON")]


class IdempotencyHeader(BaseModel):
    """Sent again with the same key, a request is answered again and does nothing twice."""

    key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            pattern=r"^[\x21-\x7e]+$",
            description="Any text of your own, new for each request; kept for 24 hours",
        ),
    ] = None


class FieldAnswer(BaseModel):
    id: UUID
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


class RecipientAnswer(BaseModel):
    id: UUID
    name: str
    email: str
    role: RoleName
    order: int
    status: str
    sent_at: datetime | None
    completed_at: datetime | None
    fields: list[FieldAnswer]


class DocumentAnswer(BaseModel):
    """`status` is processing until its pages are known; `reason` is why it was rejected."""

    id: UUID
    name: str
    status: str
    reason: str
    pages: int
    sha256: str = Field(description="Of the file as it was sent")


class EnvelopeAnswer(BaseModel):
    """An envelope as it stands now."""

    id: UUID
    name: str
    message: str
    status: str
    sending: Literal["waiting", "refused"] | None = Field(
        description="waiting: it is sent as soon as its pages are ready. refused: it could not be"
        " sent, “sending_problem” says why; its sender was mailed"
    )
    sending_problem: str | None
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    documents: list[DocumentAnswer]
    recipients: list[RecipientAnswer]


@contextmanager
def _counted(documents: int) -> Iterator[None]:
    before = _documents.set(documents)
    try:
        yield
    finally:
        _documents.reset(before)
