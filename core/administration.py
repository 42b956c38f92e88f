"""What can happen to an organization. Each event is one line of its admin audit log."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event, personal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFounded(Event):
    slug: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Event):
    """Any setting, policy or branding: its name, and its value before and after."""

    setting: str
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Event):
    """`old` is empty for somebody who joins, `new` for somebody who is removed."""

    person_id: UUID
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(Event):
    """A document of an envelope was read in the portal by somebody who did not send it."""

    envelope_id: UUID
    document_id: UUID
    how: str  # "viewed" or "downloaded"
