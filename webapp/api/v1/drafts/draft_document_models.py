"""Documents of a draft as programs add, name and order them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from werkzeug.datastructures import FileStorage

from core.addresses.network_address import URL_LIMIT
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from tenants.store.documents.page_images import SIGNING_WIDTH, WIDTHS
from webapp.api.v1.document_models import DocumentAnswer
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Base64, FileName


class NewDraftDocument(AskedModel):
    """One file: in `content`, or at a `url`. Larger ones come as a part of a form."""

    name: Annotated[FileName, Field(description="As people read it")]
    content: Annotated[
        Base64 | None, Field(description="In base64; a JSON body has up to 35 MB")
    ] = None
    url: Annotated[
        str | None,
        Field(max_length=URL_LIMIT, description="Fetched from there before the answer"),
    ] = None

    @model_validator(mode="after")
    def _has_one_file(self) -> "NewDraftDocument":
        if (self.content is None) == (self.url is None):
            raise ValueError("Give one of “content” and “url”.")
        return self


class DraftDocumentForm(BaseModel):
    """The file as a part of the form; it is called like the part's file name."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: Annotated[Any, Field(json_schema_extra={"type": "string", "format": "binary"})]

    @field_validator("file")
    @classmethod
    def _is_one_file(cls, given: Any) -> Any:
        if not isinstance(given, FileStorage):
            raise ValueError("Send one file, with the name of it.")
        return given


class DocumentName(AskedModel):
    name: FileName


class DocumentOrder(AskedModel):
    documents: Annotated[
        list[UUID],
        Field(
            min_length=1,
            max_length=DOCUMENTS_LIMIT,
            description="By their ids; those that are not named come after the others",
        ),
    ]

    @field_validator("documents")
    @classmethod
    def _are_named_once(cls, given: list[UUID]) -> list[UUID]:
        if len(set(given)) < len(given):
            raise ValueError("Name each document once.")
        return given


class DocumentListAnswer(ListPage[DocumentAnswer]):
    pass


class FileQuery(AskedModel):
    version: Annotated[
        Literal["current", "original"],
        Field(
            description="current: the PDF with its pages as they are now, sealed once everyone has"
            " finished. original: as it was sent, for those who may change the envelope; it still"
            " has what was redacted"
        ),
    ] = "current"


def _width(given: int) -> int:
    if given not in WIDTHS:
        raise ValueError(f"Choose one of these: {', '.join(map(str, WIDTHS))}.")
    return given


class PageQuery(AskedModel):
    width: Annotated[
        int, Field(description="Of the picture, in pixels", json_schema_extra={"enum": [*WIDTHS]})
    ] = SIGNING_WIDTH

    _known = field_validator("width")(_width)
