"""The list of envelopes as programs ask for it and receive it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from core.envelopes.envelope import Status
from core.envelopes.listing.filters import SEARCH_LIMIT
from webapp.api.v1.document_models import DocumentAnswer
from webapp.api.v1.envelopes.recipient_models import RecipientAnswer
from webapp.api.v1.field_models import FieldAnswer
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import RoleName

EXPANDED = ("recipients", "documents", "fields")
FILTERS = ("search", "status", "sender_id", "folder_id", "tag_id", "bulk_send_id", "waiting_for")
# By what the same is called in the address of the portal's list.
PORTAL = {
    "sender_id": "sender",
    "folder_id": "folder",
    "tag_id": "tag",
    "bulk_send_id": "bulk",
    "waiting_for": "waiting",
    "created_from": "since",
    "created_until": "until",
}
Box = Literal["inbox", "sent", "drafts", "completed", "closed", "all"]


class ListedRecipientAnswer(BaseModel):
    """A group counts once, with how far its furthest member has come."""

    name: str
    role: RoleName
    status: str


class ListedEnvelopeAnswer(BaseModel):
    """An envelope in short; `recipients`, `documents` and `fields` are null unless expanded."""

    id: UUID
    name: str
    status: Status
    state: str = Field(description="The status, or paused, or scheduled before anyone is invited")
    status_at: datetime
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    sender_id: UUID
    folder_id: UUID | None
    template_id: UUID | None
    bulk_send_id: UUID | None
    tags: list[str]
    custom_fields: Annotated[
        dict[str, str], Field(description="Those that the organization shows in lists, by name")
    ]
    people: list[ListedRecipientAnswer]
    recipients: list[RecipientAnswer] | None = None
    documents: list[DocumentAnswer] | None = None
    fields: list[FieldAnswer] | None = None


class EnvelopeListAnswer(ListPage[ListedEnvelopeAnswer]):
    """Newest first."""


class EnvelopeQuery(ListQuery):
    """Everything that is given has to hold."""

    box: Annotated[Box, Field(description="As in the portal; inbox: what waits for you")] = "all"
    search: Annotated[
        str, Field(max_length=SEARCH_LIMIT, description="Words of names, people, texts and values")
    ] = ""
    status: Status | None = None
    sender_id: UUID | None = None
    folder_id: UUID | None = None
    tag_id: UUID | None = None
    bulk_send_id: UUID | None = None
    waiting_for: Annotated[
        str, Field(max_length=SEARCH_LIMIT, description="Name or address of who has to act now")
    ] = ""
    created_from: Annotated[date | None, Field(description="The first day, 2026-03-29")] = None
    created_until: Annotated[date | None, Field(description="The last day")] = None
    external_id: Annotated[
        str | None, Field(min_length=1, max_length=200, description="Exactly this one")
    ] = None
    custom_field_id: UUID | None = None
    metadata_key: Annotated[str | None, Field(min_length=1, max_length=60)] = None
    value: Annotated[
        str | None,
        Field(min_length=1, max_length=500, description="Of that custom field or metadata"),
    ] = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "EnvelopeQuery":
        noted = [self.external_id, self.custom_field_id, self.metadata_key]
        if sum(each is not None for each in noted) > 1:
            raise ValueError("Give one of “external_id”, “custom_field_id” and “metadata_key”.")
        if (self.value is None) != (self.custom_field_id is None and self.metadata_key is None):
            raise ValueError("Give “value” with “custom_field_id” or “metadata_key”.")
        if any(each is not None for each in noted) and self._filtered:
            raise ValueError("What is noted is looked up alone, without other filters.")
        return self

    @property
    def _filtered(self) -> bool:
        given = self.model_fields_set & {"box", *FILTERS, "created_from", "created_until"}
        return bool(given)

    @property
    def portal_filters(self) -> dict[str, str]:
        names = ("box", "search", "status", *PORTAL)
        given = {name: getattr(self, name) for name in names}
        return {PORTAL.get(name, name): str(value) for name, value in given.items() if value}
