"""What an organization's log says of its webhook endpoints."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointCreated(AdminEvent):
    type = "webhook_endpoint.created"
    narration = sentence("%(actor)s created the webhook endpoint %(url)s.")

    endpoint_id: UUID
    url: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointChanged(AdminEvent):
    """`change` is edited, rotated, paused, resumed, tested or replayed."""

    type = "webhook_endpoint.changed"
    narration = sentence("%(actor)s changed the webhook endpoint %(url)s (%(change)s).")

    endpoint_id: UUID
    change: str
    url: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointDeleted(AdminEvent):
    type = "webhook_endpoint.deleted"
    narration = sentence("%(actor)s deleted the webhook endpoint %(url)s.")

    endpoint_id: UUID
    url: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointDisabled(AdminEvent):
    """`reason` is gone (it answered 410), failing (for days) or person."""

    type = "webhook_endpoint.disabled"
    narration = sentence("The webhook endpoint %(url)s was disabled (%(reason)s).")

    endpoint_id: UUID
    reason: str
    url: str = personal()
