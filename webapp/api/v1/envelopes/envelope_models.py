"""Envelopes as programs send and receive them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
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

from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.drafts.draft_fields import (
    FIELDS_LIMIT,
    PATTERNS_LIMIT,
    TOO_MANY_FIELDS,
    TOO_MANY_PATTERNS,
)
from core.envelopes.drafts.draft_routing import DELAY_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.schedule import LONGEST, REMINDERS_LIMIT
from core.fields import properties
from webapp.api.v1.document_models import DocumentAnswer, NewDocument
from webapp.api.v1.envelopes.recipient_models import NewRecipient, RecipientAnswer
from webapp.api.v1.field_models import FieldAnswer, NewCommonField, NewField, documents_counted
from webapp.api.v1.value_types import (
    AskedModel,
    Line,
    ProofName,
    Prose,
)

AS_SET = "If left out, as the organization has set it"
NO_RECIPIENT = PydanticCustomError("value_error", "There is no recipient of this number.")


class StepChoices(AskedModel):
    """What is chosen for everyone of one order together."""

    order: Annotated[int, Field(ge=1, le=100)]
    needed: Annotated[
        int, Field(ge=0, le=100, description="How many of them have to finish; 0: all of them")
    ] = 0

    delay: Annotated[
        int,
        Field(
            ge=0,
            le=DELAY_LIMIT,
            description="Hours between the end of the step before and their invitation",
        ),
    ] = 0


class NewContent(AskedModel):
    """What an envelope holds, and a template: documents, recipients and fields."""

    message: Prose = ""
    documents: Annotated[list[NewDocument], Field(min_length=1, max_length=DOCUMENTS_LIMIT)]
    recipients: Annotated[list[NewRecipient], Field(min_length=1, max_length=RECIPIENTS_LIMIT)]
    fields: list[NewCommonField] = Field(default=[], max_length=FIELDS_LIMIT)
    steps: list[StepChoices] = Field(default=[], max_length=RECIPIENTS_LIMIT)
    proofs: list[ProofName] = Field(
        default=[],
        max_length=20,
        description="Asked of every recipient, besides what the organization asks of everyone",
    )
    confirm_signatures: bool = Field(
        default=False,
        description="Signers prove who they are again at each signature and say why they sign",
    )
    expire_days: Annotated[
        int | None, Field(ge=1, le=LONGEST, description=f"Days until it expires. {AS_SET}")
    ] = None
    remind_after: Annotated[
        int | None,
        Field(ge=0, le=LONGEST, description=f"Days until the first reminder, 0: none. {AS_SET}"),
    ] = None
    remind_every: Annotated[
        int | None,
        Field(ge=0, le=LONGEST, description=f"Days between further ones, 0: none. {AS_SET}"),
    ] = None
    remind_most: Annotated[
        int | None, Field(ge=1, le=REMINDERS_LIMIT, description=f"At most so many. {AS_SET}")
    ] = None
    warn_days: Annotated[
        int | None,
        Field(
            ge=0,
            le=LONGEST,
            description=f"Days before it expires until those who have not finished, and the"
            f" sender, are warned, 0: never. {AS_SET}",
        ),
    ] = None

    def each_field(self) -> Iterator[tuple[tuple[str | int, ...], NewField]]:
        """With where it stands; those of recipients first."""
        for number, recipient in enumerate(self.recipients):
            for n, field in enumerate(recipient.fields):
                yield ("recipients", number, "fields", n), field
        for n, field in enumerate(self.fields):
            yield ("fields", n), field

    @field_validator("fields")
    @classmethod
    def _are_for_recipients(
        cls, given: list[NewCommonField], info: ValidationInfo
    ) -> list[NewCommonField]:
        known = len(info.data.get("recipients", ()))
        wrong = [
            InitErrorDetails(type=NO_RECIPIENT, loc=(number, "recipients"), input=field.recipients)
            for number, field in enumerate(given)
            if known and max(field.recipients, default=0) > known
        ]
        if wrong:
            raise ValidationError.from_exception_data("fields", wrong)
        return given

    @model_validator(mode="wrap")
    @classmethod
    def _counts_first(
        cls, asked: Any, handler: ModelWrapValidatorHandler["NewContent"]
    ) -> "NewContent":
        """Before any field is read, for reading one takes time, and reading its pattern more."""
        _check_numbers(_fields_in(asked))
        documents = asked.get("documents") if isinstance(asked, dict) else None
        with documents_counted(len(documents) if isinstance(documents, list) else 0):
            return handler(asked)


class NewEnvelope(NewContent):
    """`sent` asks for sending as soon as the pages are ready, `draft` leaves it to a person."""

    name: Annotated[Line, Field(max_length=200, description="The subject of the mails")]
    status: Literal["draft", "sent"] = "draft"
    starts_at: Annotated[
        AwareDatetime | None, Field(description="If it is sent: no one is invited before")
    ] = None


class EnvelopeForm(BaseModel):
    """The same in parts: `envelope`, and one part for each file that it names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    envelope: Annotated[Json[NewEnvelope], Field(description="NewEnvelope, as JSON")]


class AttachmentAnswer(BaseModel):
    """A file that a recipient attached, once they have finished."""

    id: UUID
    field_id: UUID
    recipient_id: UUID
    name: str
    size: int = Field(description="In bytes")
    sha256: str
    href: str = Field(description="Where it is downloaded, with the same key")


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
    starts_at: datetime | None = Field(description="No one of the next step is invited before")
    paused_at: datetime | None = Field(description="No one may act in it since")
    expire_days: int
    remind_after: int
    remind_every: int
    remind_most: int
    warn_days: int
    confirm_signatures: bool
    documents: list[DocumentAnswer]
    recipients: list[RecipientAnswer]
    fields: Annotated[
        list[FieldAnswer], Field(description="Those that several may fill in, or the sender did")
    ]
    attachments: Annotated[
        list[AttachmentAnswer], Field(description="Files from recipients who have finished")
    ]


def _fields_in(asked: Any) -> list[dict[str, Any]]:
    """All that look like fields, of recipients and of the envelope."""
    if not isinstance(asked, dict):
        return []
    holders = [asked, *(r for r in _elements(asked.get("recipients")) if isinstance(r, dict))]
    each = (field for holder in holders for field in _elements(holder.get("fields")))
    return [field for field in each if isinstance(field, dict)]


def _check_numbers(fields: list[dict[str, Any]]) -> None:
    if len(fields) > FIELDS_LIMIT:
        raise PydanticCustomError("too_many_fields", "{why}", {"why": TOO_MANY_FIELDS})
    given = (field.get("properties") for field in fields)
    if len(properties.patterns(p for p in given if isinstance(p, dict))) > PATTERNS_LIMIT:
        raise PydanticCustomError("too_many_patterns", "{why}", {"why": TOO_MANY_PATTERNS})


def _elements(given: Any) -> list[Any]:
    """Of a list; what is no list has none here, and is refused elsewhere."""
    return given if isinstance(given, list) else []
