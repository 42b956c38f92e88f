"""What happens to templates, as the organization's log tells it."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCreated(AdminEvent):
    type = "template.created"
    narration = sentence("%(actor)s created the template %(name)s.")
    group = "templates"
    webhook = "template.created"

    template_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePublished(AdminEvent):
    type = "template.published"
    narration = sentence("%(actor)s published version %(version)s of the template %(name)s.")
    group = "templates"
    webhook = "template.changed"

    template_id: UUID
    version: int
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersionRestored(AdminEvent):
    type = "template.version_restored"
    narration = sentence(
        "%(actor)s restored version %(version)s of the template %(name)s for editing."
    )
    group = "templates"
    webhook = "template.changed"

    template_id: UUID
    version: int
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateArchived(AdminEvent):
    type = "template.archived"
    narration = sentence("%(actor)s archived the template %(name)s.")
    group = "templates"
    webhook = "template.changed"

    template_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUnarchived(AdminEvent):
    type = "template.unarchived"
    narration = sentence("%(actor)s unarchived the template %(name)s.")
    group = "templates"
    webhook = "template.changed"

    template_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDeleted(AdminEvent):
    type = "template.deleted"
    narration = sentence("%(actor)s deleted the template %(name)s.")
    group = "templates"
    webhook = "template.deleted"

    template_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectLinkChanged(AdminEvent):
    """`state` says on or off, and how; `max_uses` 0: as often as people like."""

    type = "direct_link.changed"
    narration = sentence("%(actor)s changed the direct link of the template %(name)s (%(state)s).")
    group = "templates"

    template_id: UUID
    state: str
    max_uses: int
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectLinkRenewed(AdminEvent):
    type = "direct_link.renewed"
    narration = sentence("%(actor)s gave the direct link of the template %(name)s a new address.")
    group = "templates"

    template_id: UUID
    name: str = personal()
