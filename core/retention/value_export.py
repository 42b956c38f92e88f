"""The values of many envelopes as a table: one line for each value, whoever entered it."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ENVELOPES_LIMIT = 100_000
OPEN_LIMIT = 3
HEAD = (
    *("Envelope", "Envelope id", "External ID", "Status", "Sender", "Sent", "Completed"),
    *("Source", "Recipient", "Document", "Field", "Value"),
)


@dataclass(frozen=True, slots=True)
class ExportedValue:
    """`source` says who entered it; a value of a recipient has their name and document."""

    source: str
    field: str
    value: str
    recipient: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class ExportedEnvelope:
    """What stands in every line of an envelope. Times are local, to the second."""

    name: str
    id: str
    external_id: str
    status: str
    sender: str
    sent: str
    completed: str


def lines(envelope: ExportedEnvelope, values: Sequence[ExportedValue]) -> Iterator[tuple[str, ...]]:
    """In the order of HEAD. An envelope without a value has a line too."""
    start = astuple(envelope)
    for value in values or (ExportedValue("", "", ""),):
        yield (*start, value.source, value.recipient, value.document, value.field, value.value)


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """As spreadsheets read it: 2026-03-31 17:05:00."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""
