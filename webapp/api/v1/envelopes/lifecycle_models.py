"""What programs say when an envelope is voided, reminded of, transferred or deleted."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.envelopes.envelope import Status
from webapp.api.v1.queries import CURSOR_LIMIT, ListPage
from webapp.api.v1.value_types import AskedModel, Prose


class NewVoiding(AskedModel):
    """Everyone who was asked is told the reason. A draft needs none."""

    reason: Annotated[Prose, Field(max_length=1_000)] = ""


class NewReminder(AskedModel):
    """Without a recipient, all whose turn it is."""

    recipient_id: UUID | None = None


class NewOwner(AskedModel):
    person_id: Annotated[UUID, Field(description="A member who may send envelopes")]


class DeletedEnvelopeAnswer(BaseModel):
    id: UUID
    name: str
    status: Status
    sender: str
    deleted_at: datetime
    erase_at: datetime
    held: bool = Field(description="It is under a legal hold, and is not erased")


class DeletedEnvelopeListAnswer(ListPage[DeletedEnvelopeAnswer]):
    """Page by page."""


class BinQuery(AskedModel):
    cursor: Annotated[
        str, Field(max_length=CURSOR_LIMIT, description="“next_cursor” of the page before")
    ] = ""
