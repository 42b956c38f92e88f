"""Deliveries of webhooks as programs see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from core.webhooks.webhook_answer import DeliveryState
from webapp.api.v1.queries import ListPage, ListQuery
from webapp.api.v1.value_types import AskedModel


class DeliveryListQuery(ListQuery):
    state: DeliveryState | None = None
    event: str = Field("", max_length=100)


class DeliveryAnswer(BaseModel):
    id: UUID = Field(description="Of the event, and the webhook-id of every try")
    endpoint_id: UUID
    event: str
    envelope_id: UUID | None
    sequence: int = Field(description="Its place among the events of the envelope")
    state: DeliveryState = Field(description="dead: given up; a replay sends it again")
    attempts: int
    event_at: datetime
    tried_at: datetime | None
    next_attempt_at: datetime | None
    status: int = Field(description="Of the last answer; 0 where there was none")
    failure: str = Field(
        description="Why there was no answer: forbidden_address, bad_address, unknown_host,"
        " not_connected, not_secure, timed_out, no_http"
    )


class AttemptAnswer(BaseModel):
    number: int
    at: datetime
    took_ms: int
    status: int
    failure: str
    request_headers: list[tuple[str, str]]
    answer_headers: list[tuple[str, str]]
    answer_body: str = Field(description="Its first 1,024 bytes")


class ReadDeliveryAnswer(DeliveryAnswer):
    payload: Any = Field(description="What is sent; null until the first try, or once erased")
    tries: list[AttemptAnswer] = Field(description="The latest first, up to 50")


class DeliveryListAnswer(ListPage[DeliveryAnswer]):
    """The latest first."""


class NewReplay(AskedModel):
    """Those that were given up, or all, of events in a time."""

    only_dead: bool = True
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _all_has_a_beginning(self) -> "NewReplay":
        if not self.only_dead and self.since is None:
            raise ValueError("Say since when, to send again what was delivered as well.")
        return self


class ReplayAnswer(BaseModel):
    deliveries: int = Field(description="How many are sent again")
