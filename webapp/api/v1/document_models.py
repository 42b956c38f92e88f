"""Documents as programs send and receive them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from core.documents.merge_fields import LONGEST, MOST
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from webapp.api.v1.value_types import AskedModel, Base64, FileName


class NewDocument(AskedModel):
    """A PDF, an image, an office document, HTML or Markdown.

    In `content`, or as a part of a multipart request that `file` names.
    """

    name: Annotated[FileName, Field(description="As people read it")]
    content: Annotated[Base64 | None, Field(description="The file in base64")] = None
    file: Annotated[str | None, Field(description="The name of the part that is the file")] = None

    values: Annotated[
        dict[Annotated[str, Field(max_length=163)], Annotated[str, Field(max_length=LONGEST)]],
        Field(
            max_length=MOST, description="Values for the merge fields of HTML or Markdown, by name"
        ),
    ] = {}  # noqa: RUF012 - pydantic copies it

    hidden_from: Annotated[
        list[Annotated[int, Field(ge=1, le=RECIPIENTS_LIMIT)]],
        Field(
            max_length=RECIPIENTS_LIMIT,
            description="The numbers of the recipients, from 1, from whom it is hidden",
        ),
    ] = []  # noqa: RUF012 - pydantic copies it
    supplement: Annotated[
        Literal["view", "accept"] | None,
        Field(description="No one signs it: everyone views or accepts it before finishing"),
    ] = None

    place_tags: Annotated[
        bool,
        Field(
            description="Text tags in it, such as {{signature;role=Buyer}}, become fields of the"
            " recipient with that role_name or name"
        ),
    ] = False

    @model_validator(mode="after")
    def _has_one_file(self) -> "NewDocument":
        if (self.content is None) == (self.file is None):
            raise ValueError("Give either “content” or “file”.")
        return self


class DocumentAnswer(BaseModel):
    """`status` is processing until its pages are known; `reason` is why it was rejected."""

    id: UUID
    name: str
    status: str
    reason: str
    asks_for: list[str] = Field(description="The names of its merge fields")
    pages: int
    sha256: str = Field(description="Of the file as it was sent")
    hidden_from: list[UUID] = Field(description="The ids of the recipients from whom it is hidden")
    supplement: str | None
    missing_texts: list[str] = Field(
        description="Anchors that are not in it, and roles of tags that no recipient has"
    )
