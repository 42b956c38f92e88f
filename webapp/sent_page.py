"""The page of an envelope that was sent: where it stands, who did what, what to keep."""

from typing import Any
from uuid import uuid4

from flask import Response

from core.envelope import Status
from core.recipient import RecipientStatus
from core.routing import due
from tenants.use_cases.showing import Whole
from webapp import current, details_form, sharing_section, timeline
from webapp.render import render

BLOCKS = ("envelope_head", "envelope_files", "envelope_recipients", "envelope_timeline")
ENDED = (Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED)


def show(found: Whole, status: int = 200, **changed: Any) -> Response:
    envelope, trail, people = found.envelope, found.timeline, found.names
    turn = due(envelope.recipients) if envelope.status.open else ()
    context: dict[str, Any] = {
        **(details_form.context(found.noted) if found.noted else {}),
        **(sharing_section.context(found.sharing) if found.sharing else {}),
        "turn": turn,
        "turn_names": ", ".join(recipient.name for recipient in turn),
        "keeping": found.keeping,
        "hold_id": uuid4(),
        "hold_reason": "",
        "hold_errors": {},
        "envelope": envelope,
        "version": found.version,
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
