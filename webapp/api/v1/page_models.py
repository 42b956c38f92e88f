"""Edits of a draft's documents as programs ask for them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from core.documents.document import PAGES_LIMIT
from core.documents.page_edits import MOST_BOXES
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from webapp.api.v1.value_types import AskedModel, Points

Side = Annotated[float, Field(ge=1, le=14_400, allow_inf_nan=False)]


class NewBox(AskedModel):
    """A part of a page that is blacked out, in points from its top left corner before turning."""

    x: Points
    y: Points
    width: Annotated[Points, Field(ge=1)]
    height: Annotated[Points, Field(ge=1)]


class NewPageSize(AskedModel):
    width: Side
    height: Side


class NewPage(AskedModel):
    """A page of the document as it is now, by its number; or a `blank` one of this size."""

    page: Annotated[int | None, Field(ge=1, le=PAGES_LIMIT, description="From 1")] = None
    blank: NewPageSize | None = None
    turn: Annotated[Literal[0, 90, 180, 270], Field(description="Degrees, clockwise")] = 0
    redact: Annotated[
        list[NewBox],
        Field(max_length=MOST_BOXES, description="What lies there is removed from the file"),
    ] = []  # noqa: RUF012 - pydantic copies it

    @model_validator(mode="after")
    def _is_one_page(self) -> "NewPage":
        if (self.page is None) == (self.blank is None):
            raise ValueError("Give either “page” or “blank”.")
        if self.blank and (self.turn or self.redact):
            raise ValueError("A blank page is neither turned nor redacted. Give its size as shown.")
        return self


class EditedPages(AskedModel):
    """The pages in their new order; those that are left out are deleted."""

    pages: Annotated[list[NewPage], Field(min_length=1, max_length=PAGES_LIMIT)]
    remove_fields: Annotated[
        bool, Field(description="Fields on deleted pages go with them; else they refuse the edit")
    ] = False


class RestoreQuery(BaseModel):
    """Fields on pages that the file does not have go with them; else they refuse it."""

    remove_fields: bool = False


class NewHandling(AskedModel):
    """countersigned: signatures are added to it. attached: nothing is, and its fields go."""

    handling: Literal["countersigned", "attached"]


class NewCombination(AskedModel):
    """Two or more documents that are images; they are combined in the order of the envelope."""

    documents: Annotated[list[UUID], Field(min_length=2, max_length=DOCUMENTS_LIMIT)]


class GivenPassword(AskedModel):
    """Kept, encrypted, only until it was tried."""

    password: Annotated[str, Field(min_length=1, max_length=200)]
