"""The page of an envelope that was sent: where it stands, who did what, what to keep."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Response

from core.audit import Entry
from core.envelope import Envelope, Status
from core.recipient import RecipientStatus
from tenants.use_cases import deleting, reading
from webapp import current, details_form, timeline
from webapp.render import render

BLOCKS = ("envelope_head", "envelope_files", "envelope_recipients", "envelope_timeline")
ENDED = (Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED)


def show(envelope: Envelope, version: int, status: int = 200, **changed: Any) -> Response:
    trail = reading.timeline(current.member(), envelope.id)
    people = reading.names(current.member(), _people(envelope, trail.entries))
    context: dict[str, Any] = {
        **details_form.context(envelope.id),
        "keeping": deleting.keeping(current.member(), envelope.id),
        "hold_id": uuid4(),
        "envelope": envelope,
        "version": version,
        "live": envelope.status not in ENDED,
        "acting": [r for r in envelope.recipients if r.role.acts],
        "done": sum(r.role.acts and r.finished for r in envelope.recipients),
        "happenings": timeline.happenings(envelope, trail.entries, people),
        "trail": trail,
        "mine": any(
            r.email.casefold() == current.member().email.casefold()
            and r.status in (RecipientStatus.SENT, RecipientStatus.DELIVERED)
            for r in envelope.recipients
        ),
        "voidable": envelope.status.open,
        "sender_name": people.get(envelope.sender_id, ""),
        "reason": "",
        "errors": {},
    }
    return render("envelopes/show.html", *BLOCKS, status=status, **(context | changed))


def _people(envelope: Envelope, entries: Sequence[Entry]) -> set[UUID]:
    actors = {entry.actor for entry in entries}
    acted = {UUID(a.removeprefix("person:")) for a in actors if a.startswith("person:")}
    return acted | {envelope.sender_id}
