"""What operators do with jobs that were given up."""

from dataclasses import dataclass

from core.events.event import AdminEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJobsRevived(AdminEvent):
    """`kind` is empty for jobs of every kind."""

    type = "dead_jobs.revived"
    narration = sentence("%(actor)s retried failed jobs (%(kind)s): %(count)s.")

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJobsDismissed(AdminEvent):
    type = "dead_jobs.dismissed"
    narration = sentence("%(actor)s dismissed failed jobs (%(kind)s): %(count)s.")

    kind: str
    count: int
