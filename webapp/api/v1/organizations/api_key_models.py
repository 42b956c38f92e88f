"""API keys as programs see and make them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core.api.api_key import NAME_LIMIT
from core.api.scope import Scope
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, Line


class NewApiKey(AskedModel):
    """It acts for the same member as the key that asks for it, and may do no more than that one."""

    name: Annotated[Line, Field(max_length=NAME_LIMIT, description="The program that uses it")]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]
    days: Annotated[
        Literal[30, 90, 365, 0], Field(description="After how many days it expires; 0: never")
    ] = 365


class NewApiKeySecret(AskedModel):
    overlap_hours: Annotated[
        Literal[0, 24, 168], Field(description="For how many hours the old secret still works")
    ] = 24


class ApiKeyAnswer(BaseModel):
    id: UUID
    name: str
    hint: str = Field(description="The end of its secret")
    scopes: list[Scope]
    member_id: UUID = Field(description="For whom it acts")
    works: bool = Field(description="It is not expired or revoked, and its member has not left")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    old_secret_ends_at: datetime | None = Field(
        description="Until when the secret before the present one works"
    )


class MadeApiKeyAnswer(ApiKeyAnswer):
    secret: str = Field(description="It is told this once")


class ApiKeyListAnswer(ListPage[ApiKeyAnswer]):
    """Up to 500: those that were not revoked first, the latest first."""
