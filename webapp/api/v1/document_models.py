"""Documents as programs send and receive them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from core.addresses.network_address import URL_LIMIT
from core.documents.earlier_signatures import Adding, Handling
from core.documents.merge_fields import LONGEST, MOST
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from webapp.api.v1.value_types import AskedModel, Base64, FileName

IMAGES_LIMIT = 200


class NewDocument(AskedModel):
    """A PDF, an image, an office document, HTML or Markdown.

    In `content`, as a part of a multipart request that `file` names, or at a `url`; `files` are
    images that become one document.
    """

    name: Annotated[FileName, Field(description="As people read it")]
    content: Annotated[
        Base64 | None, Field(description="In base64; a JSON body has up to 35 MB")
    ] = None
    file: Annotated[str | None, Field(description="The name of the part that is the file")] = None
    files: Annotated[
        list[str] | None,
        Field(
            min_length=2,
            max_length=IMAGES_LIMIT,
            description="The names of the parts that are images, in their order",
        ),
    ] = None

    url: Annotated[
        str | None,
        Field(
            max_length=URL_LIMIT,
            description="Fetched from there before the answer: https, a public address, up to"
            " 100 MB within 15 seconds; no redirect is followed",
        ),
    ] = None

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

    handling: Annotated[
        Literal["attached"] | None,
        Field(
            description="attached: a PDF that is digitally signed already goes along unchanged, and"
            " no one signs it here. If left out, signatures are added to it where it allows that"
        ),
    ] = None

    @model_validator(mode="after")
    def _has_one_file(self) -> "NewDocument":
        if sum(given is not None for given in self._sources) != 1:
            raise ValueError("Give one of “content”, “file”, “files” and “url”.")
        return self

    @property
    def _sources(self) -> tuple[object, ...]:
        return (self.content, self.file, self.files, self.url)

    @property
    def parts(self) -> list[str]:
        """The names of the parts of the request that it is made of."""
        return self.files or ([self.file] if self.file is not None else [])


class PageSize(BaseModel):
    """Of a page as it is shown, in points."""

    width: float
    height: float


class EarlierSignatureAnswer(BaseModel):
    """`name` is what the file says; no one has checked it."""

    name: str
    at: datetime | None
    intact: bool = Field(description="Whether what was signed is unchanged, as far as allowed")


class EmptySignatureFieldAnswer(BaseModel):
    """A signature field of the file: a field of exactly this place fills it in."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float


class EarlierSignaturesAnswer(BaseModel):
    """The digital signatures that an uploaded PDF brought along."""

    signatures: list[EarlierSignatureAnswer]
    adding: Adding = Field(
        description="Where signatures can be added: anywhere, only in `empty_fields`, or nowhere"
    )
    reason: str = Field(description="Why nothing can be added; else empty")
    empty_fields: list[EmptySignatureFieldAnswer]


class DocumentAnswer(BaseModel):
    """`status` is processing until its pages are known; `reason` is why it was rejected."""

    id: UUID
    name: str
    status: str
    reason: str
    asks_for: list[str] = Field(description="The names of its merge fields")
    pages: int
    page_sizes: list[PageSize]
    drawn: bool = Field(
        description="Whether all pages can be shown, which is when they can be edited"
    )
    pages_edited: bool = Field(description="Whether its pages differ from those of its file")
    combined: bool = Field(description="Whether it was made of several images")
    handling: Handling = Field(
        description="countersigned: signatures are added to the PDF as it was uploaded, which is"
        " signed already. attached: nothing is added to it"
    )
    signed_before: EarlierSignaturesAnswer | None
    sha256: str = Field(description="Of the file as it was sent")
    hidden_from: list[UUID] = Field(description="The ids of the recipients from whom it is hidden")
    supplement: str | None
    missing_texts: list[str] = Field(
        description="Anchors that are not in it, and roles of tags that no recipient has"
    )
