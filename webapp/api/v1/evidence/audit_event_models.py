"""The audit trail of an envelope as programs read it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

MOST = 200


class AuditEventQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=2**31 - 1, description="Events after this sequence")] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class AuditEventAnswer(BaseModel):
    """One entry of the chain: `hash` is the SHA-256 of `text`, which holds the hash before it."""

    sequence: int
    id: UUID
    type: str
    at: datetime
    actor: str = Field(
        description="person:, api_key:, oauth_client: or recipient: with an id, or system"
    )
    actor_name: str | None
    data: dict[str, Any] = Field(description="The public values, which are hashed as they are")
    personal: dict[str, str] = Field(
        description="Values about people, which the chain only commits to; without erased ones"
    )
    sentence: str | None = Field(description="As the page of the envelope tells it, if it does")
    text: str = Field(description="Exactly what is hashed: canonical JSON, RFC 8785")
    hash: str


class AuditTrailAnswer(BaseModel):
    items: list[AuditEventAnswer]
    next_after: int | None = Field(description="“after” of the next page; null at the end")
    intact: bool = Field(
        description="Whether the chain is whole and the envelope is as it tells, by our own check"
    )
    head: str = Field(description="The hash of the last event")
