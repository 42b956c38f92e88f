"""What an event is: something that happened, one line of an audit trail or of a log."""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from core.jobs.job import Job


def personal() -> Any:
    """A value about a person: the hashed text holds only a salted commitment to it."""
    return field(default="", metadata={"personal": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    Public values are UUIDs, strings, integers and times; personal ones are strings.

    A subclass declares all there is to know of an event, in core/<noun>/events. `type` is what is
    stored and hashed, and never changes. `narration` is the sentence of the certificate and the
    log. `printed`: the certificate of completion says it; what only concerns the sender's own
    organization, such as where it files an envelope, is not printed. `icon` and `timeline` are for
    the page of an envelope, which leaves out an event that has no icon. `webhook` is the name by
    which other systems are told of it, if they are.
    """

    type: ClassVar[str]
    narration: ClassVar[str]
    printed: ClassVar[bool] = False
    icon: ClassVar[str] = ""
    timeline: ClassVar[str] = ""
    webhook: ClassVar[str] = ""

    def public(self) -> dict[str, Any]:
        """The values that stand in the hashed text as they are."""
        return {f.name: getattr(self, f.name) for f in fields(self) if not f.metadata}

    def private(self) -> dict[str, str]:
        """The values that the hashed text only commits to; empty ones are left out."""
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminEvent(Event):
    """
    What happened to an organization, a line of its log. `group` is how the log is filtered.
    """

    group: ClassVar[str] = "settings"

    def jobs(self) -> tuple[Job, ...]:
        """The work that it calls for."""
        return ()
