"""What is exported."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import AdminEvent
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesExported(AdminEvent):
    """The values of `envelopes` envelopes were asked for as a file, which is kept for a while."""

    type = "values.exported"
    narration = sentence("%(actor)s exported the values of %(envelopes)s envelopes.")

    export_id: UUID
    envelopes: int
    expires_at: datetime

    def jobs(self) -> tuple[Job, ...]:
        of = {"export_id": str(self.export_id)}
        return Job("export_values", of), Job("delete_values_export", of, due_at=self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequested(AdminEvent):
    """Of everything the organization has."""

    type = "export.requested"
    narration = sentence("%(actor)s requested an export of everything.")

    export_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("make_export", {"export_id": str(self.export_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDownloaded(AdminEvent):
    type = "export.downloaded"
    narration = sentence("%(actor)s downloaded an export.")

    export_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDiscarded(AdminEvent):
    """No one can download it any more; its parts are deleted at `swept_at`."""

    type = "export.discarded"
    narration = sentence("%(actor)s deleted an export.")

    export_id: UUID
    swept_at: datetime

    def jobs(self) -> tuple[Job, ...]:
        return (Job("delete_export", {"export_id": str(self.export_id)}, self.swept_at),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExportRequested(AdminEvent):
    """Of what is about one person; about whom is not said."""

    type = "person_export.requested"
    narration = sentence("%(actor)s requested an export of one person’s data.")

    export_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("make_export", {"export_id": str(self.export_id)}),)
