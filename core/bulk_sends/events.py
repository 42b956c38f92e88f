"""What the log of an organization says of bulk sends, and what their envelopes remember."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import AdminEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSendBegun(AdminEvent):
    """Rows with errors are not among `rows`. `template_version` is the one that all are sent by."""

    type = "bulk_send.begun"
    narration = sentence("%(actor)s started a bulk send of %(rows)s envelopes.")
    group = "envelopes"
    webhook = "bulk_send.started"

    bulk_send_id: UUID
    template_id: UUID
    template_version: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSendCancelled(AdminEvent):
    """`sent` envelopes had been sent already, and stay sent."""

    type = "bulk_send.cancelled"
    narration = sentence("%(actor)s cancelled a bulk send after %(sent)s envelopes had been sent.")
    group = "envelopes"
    webhook = "bulk_send.cancelled"

    bulk_send_id: UUID
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSendCompleted(AdminEvent):
    """Its last row was sent or has failed."""

    type = "bulk_send.completed"
    narration = sentence("A bulk send ended: %(sent)s envelopes were sent, %(failed)s rows failed.")
    group = "envelopes"
    webhook = "bulk_send.completed"

    bulk_send_id: UUID
    sent: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeBulkSent(EnvelopeEvent):
    """It is one of many: `row` is the number of its row in the table."""

    type = "envelope.bulk_sent"
    narration = sentence("The envelope was made from row %(row)s of a bulk send.")
    icon = "file-spreadsheet"
    timeline = sentence("Made from row %(row)s of a bulk send")

    bulk_send_id: UUID
    row: int
