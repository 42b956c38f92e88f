"""Folders and tags as programs make and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.envelopes.listing.folder_tree import NAME_LIMIT
from core.envelopes.listing.tag import HUES
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Line

Name = Annotated[Line, Field(max_length=NAME_LIMIT)]
Hue = Annotated[int, Field(ge=0, lt=HUES, description="One of eight colours")]


class NewFolder(AskedModel):
    name: Name
    parent_id: UUID | None = None
    shown_to: Annotated[
        str, Field(max_length=36, description="owner, all, or the id of a team of the member's")
    ] = "owner"


class ChangedFolder(AskedModel):
    name: Name


class FolderAnswer(BaseModel):
    id: UUID
    name: str
    parent_id: UUID | None
    visibility: str
    changeable: bool


class FolderListAnswer(ListPage[FolderAnswer]):
    """In the order of a tree."""


class NewTag(AskedModel):
    name: Name
    hue: Hue = 0


class TagAnswer(BaseModel):
    id: UUID
    name: str
    hue: int


class TagListAnswer(ListPage[TagAnswer]):
    """In the order of their names."""


class NewFiling(AskedModel):
    """What is left out stays as it is."""

    folder_id: Annotated[UUID | None, Field(description="null: out of any folder")] = None
    tag_ids: Annotated[list[UUID] | None, Field(max_length=100, description="All, new")] = None


class FilingAnswer(BaseModel):
    folder_id: UUID | None
    tag_ids: list[UUID]
