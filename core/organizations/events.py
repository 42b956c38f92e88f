"""What happens to an organization as a whole."""

from dataclasses import dataclass
from datetime import datetime

from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFounded(AdminEvent):
    type = "organization.founded"
    narration = sentence("%(actor)s created this organization.")

    slug: str
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(AdminEvent):
    """Any setting, policy or branding: its name, and its value before and after."""

    type = "setting.changed"
    narration = sentence("%(actor)s changed a setting (%(setting)s).")

    setting: str
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationClosing(AdminEvent):
    """It is to be taken apart at `closes_at`, and frozen until then."""

    type = "organization.closing"
    narration = sentence("%(actor)s started closing the organization.")

    closes_at: datetime

    def jobs(self) -> tuple[Job, ...]:
        day = self.closes_at.date().isoformat()
        told = Job("notify_members", {"letter": "closing", "day": day})
        return told, Job("close_organization", due_at=self.closes_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationKept(AdminEvent):
    """Closing it was called off."""

    type = "organization.kept_open"
    narration = sentence("%(actor)s decided to keep the organization open.")

    def jobs(self) -> tuple[Job, ...]:
        return (Job("notify_members", {"letter": "kept_open", "day": ""}),)
