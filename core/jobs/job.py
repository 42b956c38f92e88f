"""A piece of work for an actor, put into the outbox with the change that calls for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """Work for an actor. `due_at` None is at once; `lease` None is that of its kind."""

    kind: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    due_at: datetime | None = None
    lease: timedelta | None = None
