"""Archived records as programs see them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from webapp.api.v1.value_types import AskedModel


class RecordQuery(AskedModel):
    """`search` looks at names, parties and what a record is called where it comes from."""

    search: Annotated[str, Field(max_length=200)] = ""
    source: Annotated[str, Field(max_length=60)] = ""
    cursor: Annotated[str, Field(max_length=500)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class RecordSummaryAnswer(BaseModel):
    id: UUID
    name: str
    source: str
    source_id: str
    sent_at: datetime | None
    completed_at: datetime | None
    imported_at: datetime
    parties: Annotated[list[str], Field(description="Their names, or their addresses")]
    files: int


class RecordListAnswer(BaseModel):
    items: list[RecordSummaryAnswer]
    next_cursor: str | None


class PartyAnswer(BaseModel):
    """As the archive said: nothing of it was witnessed here."""

    name: str
    email: str
    role: str
    status: str
    at: datetime | None


class RecordFileAnswer(BaseModel):
    id: UUID
    kind: Literal["document", "certificate", "attachment", "trail"]
    name: str
    size: int
    sha256: str = Field(description="Of what was imported")
    href: str


class RecordAnswer(BaseModel):
    """What was completed elsewhere. It was never sealed by this installation."""

    id: UUID
    name: str
    source: str
    source_id: str
    sent_at: datetime | None
    completed_at: datetime | None
    imported_at: datetime
    imported_by: UUID
    parties: list[PartyAnswer]
    files: list[RecordFileAnswer]


class RecordCheckAnswer(BaseModel):
    """Whether the stored copies are what was imported. It says nothing of their signatures."""

    unchanged: bool
    files: dict[UUID, bool]
