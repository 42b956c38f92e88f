"""What happens to archived records, as the organization's log tells it."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordImported(AdminEvent):
    type = "archived_record.imported"
    narration = sentence("%(actor)s imported %(name)s, which was completed in %(source)s.")
    group = "retention"

    record_id: UUID
    source: str
    name: str = personal()
    files: dict[str, str]  # the SHA-256 of each, by its id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFileDownloaded(AdminEvent):
    type = "archived_record.downloaded"
    narration = sentence("%(actor)s downloaded %(name)s of an imported record.")
    group = "retention"

    record_id: UUID
    file_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeleted(AdminEvent):
    type = "archived_record.deleted"
    narration = sentence("%(actor)s deleted the imported record %(name)s and its files.")
    group = "retention"

    record_id: UUID
    name: str = personal()
