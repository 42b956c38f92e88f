"""REST hooks as automation services ask for them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from webapp.api.v1.value_types import AskedModel
from webapp.api.v1.webhooks.endpoint_models import EventName, Url


class NewHook(AskedModel):
    target_url: Url
    event: EventName


class HookAnswer(BaseModel):
    id: UUID
    target_url: str
    event: str


class MadeHookAnswer(HookAnswer):
    secret: Annotated[str, Field(description="What verifies its signatures; told this once")]


class HookSampleListAnswer(BaseModel):
    """What hooks of this event are sent, with made-up values."""

    items: list[dict[str, Any]]
