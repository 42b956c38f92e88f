"""What leaves an organization as an archive, as its log tells it."""

from dataclasses import dataclass

from core.events.event import AdminEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveExported(AdminEvent):
    type = "exchange.exported"
    narration = sentence("%(actor)s exported an archive of %(count)s items.")
    group = "retention"

    count: int
    ids: list[str]  # of envelopes, templates and archived records
