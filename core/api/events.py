"""What happens to the keys of the API."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyMade(AdminEvent):
    """`scopes` is what it may be used for, in words between which stands a space."""

    type = "api_key.made"
    narration = sentence("%(actor)s created the API key “%(name)s” (%(scopes)s).")

    key_id: UUID
    scopes: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRenewed(AdminEvent):
    """It has a new secret; the one before works for `overlap_hours` beside it."""

    type = "api_key.renewed"
    narration = sentence("%(actor)s created a new secret for the API key “%(name)s”.")

    key_id: UUID
    overlap_hours: int
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRevoked(AdminEvent):
    type = "api_key.revoked"
    narration = sentence("%(actor)s revoked the API key “%(name)s”.")

    key_id: UUID
    name: str = personal()
