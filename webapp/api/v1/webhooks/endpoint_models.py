"""Webhook endpoints as programs see and make them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.addresses.network_address import URL_LIMIT
from core.webhooks import catalogue
from core.webhooks.webhook_endpoint import (
    DESCRIPTION_LIMIT,
    EndpointState,
    PayloadKind,
    SigningKind,
    WebhookOrdering,
)
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel, OptionalLine, one_of

EventName = Annotated[
    str, one_of(catalogue.names()), Field(json_schema_extra={"enum": [*catalogue.names()]})
]
Description = Annotated[OptionalLine, Field(max_length=DESCRIPTION_LIMIT)]
Url = Annotated[
    str,
    Field(
        max_length=URL_LIMIT,
        description="https, at a public address; others where the operator has opened them",
    ),
]
EventNames = Annotated[
    list[EventName], Field(max_length=200, description="The events it is told of; none are all")
]
ORDERING = "envelope: an event waits for those before it of the same envelope; none: it does not"
PAYLOAD = "thin: ids only; full: what happened, and the envelope"


class NewWebhookEndpoint(AskedModel):
    url: Url
    description: Description = ""
    events: EventNames = Field(default=[])
    ordering: WebhookOrdering = Field(WebhookOrdering.ENVELOPE, description=ORDERING)
    payload: PayloadKind = Field(PayloadKind.THIN, description=PAYLOAD)
    signing: SigningKind = Field(
        SigningKind.HMAC, description="hmac: a shared secret; ed25519: a public key is told"
    )


class ChangedWebhookEndpoint(AskedModel):
    """What is left out stays as it is."""

    url: Url | None = None
    description: Description | None = None
    events: EventNames | None = None
    ordering: Annotated[WebhookOrdering | None, Field(description=ORDERING)] = None
    payload: Annotated[PayloadKind | None, Field(description=PAYLOAD)] = None


class WebhookEndpointAnswer(BaseModel):
    id: UUID
    url: str
    description: str
    events: list[str]
    ordering: WebhookOrdering
    payload: PayloadKind
    signing: SigningKind
    state: EndpointState = Field(
        description="paused: by a person; backed_off: it fails, and is asked now and then with its"
        " oldest delivery; disabled: nothing is kept for it"
    )
    disabled_because: str = Field(description="gone (it answered 410) or failing (for days), or ''")
    failing_since: datetime | None
    asked_again_at: datetime | None = Field(description="While it is backed off")
    succeeded_at: datetime | None
    created_at: datetime
    changed_at: datetime


class MadeWebhookEndpointAnswer(WebhookEndpointAnswer):
    secret: str = Field(description="whsec_…, or whpk_… for ed25519; it is told this once")


class WebhookEndpointListAnswer(ListPage[WebhookEndpointAnswer]):
    """All of them, the oldest first."""
