"""What happens to the trails themselves."""

from dataclasses import dataclass

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import AdminEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesErased(EnvelopeEvent):
    """What entries no longer say: by the sequence of each, the names of the values that went."""

    type = "envelope.values_erased"
    narration = sentence("Personal data was erased from the audit trail.")
    printed = True

    values: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogValuesErased(AdminEvent):
    """What entries of this log no longer say, as ValuesErased has it for an envelope."""

    type = "log.values_erased"
    narration = sentence("Personal data was erased from this log.")

    values: dict[str, list[str]]
