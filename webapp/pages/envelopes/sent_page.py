"""The page of an envelope that was sent: where it stands, who did what, what to keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Response, request

from core.envelopes import correcting, reminding
from core.envelopes.envelope import Status
from core.envelopes.recipient_list import addressed
from core.envelopes.routing import due
from core.refusals import Refusal
from tenants.use_cases.envelopes import envelope_page
from tenants.use_cases.envelopes.envelope_page import EnvelopePage
from webapp import current
from webapp.pages.envelopes import details_form, sharing_section
from webapp.pages.evidence import timeline
from webapp.render import render
from webapp.text import problem_text

BLOCKS = ("envelope_head", "envelope_files", "envelope_recipients", "envelope_timeline")
# What each of these blocks may offer.
ACTS = {
    "envelope_deleting": {"delete"},
    "envelope_holding": {"hold", "see-holds"},
    "envelope_voiding": {"void"},
}
ENDED = (Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class TypedCorrection:
    """What the sender typed to correct a recipient, and what was wrong with it."""

    recipient_id: UUID
    name: str
    email: str
    errors: dict[str, str]


def show(found: EnvelopePage, status: int = 200, **changed: Any) -> Response:
    """
    The page, or what of it follows the state.

    Forms in which the member may be typing are drawn anew only when what they offer has changed:
    a page that asks again says what it offers.
    """
    envelope, trail, people = found.envelope, found.timeline, found.names
    now = current.now()
    offers = _offers(found)
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
        "version": moment(found.version, reminding.remindable_from(envelope), now),
        "offers": offers,
        "remind_at": _later(reminding.remindable_from(envelope), now),
        "live": envelope.status not in ENDED,
        "acting": [r for r in envelope.recipients if r.role.acts],
        "done": sum(r.role.acts and r.finished for r in envelope.recipients),
        "happenings": timeline.happenings(envelope, trail.entries, people),
        "trail": trail,
        "mine": addressed(turn, current.member().email),
        "changeable": found.changeable,
        "voidable": "void" in offers.split(),
        "readable": found.readable,
        "thumbnails": found.thumbnails,
        "sender_name": people.get(envelope.sender_id, ""),
        "reason": "",
        "errors": {},
        "correctable": _correctable(found),
        "correction": None,
    }
    changed_offers = set(offers.split()) ^ set(request.args.get("offers", offers).split())
    acts = [block for block, possible in ACTS.items() if possible & changed_offers]
    return render("envelopes/show.html", *BLOCKS, *acts, status=status, **(context | changed))


def refused(envelope_id: UUID, refusal: Refusal, **typed: Any) -> Response:
    """The page as it is now, with what was typed, and why it was not done."""
    with current.transaction() as tx:
        found = envelope_page.show(tx, envelope_id, current.now())
    if found.envelope.status is Status.DRAFT:
        raise refusal
    return show(found, refusal.status, notice=problem_text.message(refusal), **typed)


def moment(version: int, remind_at: datetime | None, now: datetime) -> str:
    """What a page that waits compares: it also changes when the hour to remind has come."""
    return f"{version}-waits" if _later(remind_at, now) else str(version)


def _correctable(found: EnvelopePage) -> set[UUID]:
    if not found.changeable:
        return set()
    recipients = found.envelope.recipients
    return {r.id for r in recipients if correcting.correctable(found.envelope, r)}


def _later(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def _offers(found: EnvelopePage) -> str:
    keeping = found.keeping
    offered = {
        "void": found.changeable and found.envelope.status.open,
        "delete": keeping.deletable and not found.envelope.erased_at,
        "hold": keeping.holdable and not keeping.held,
        "see-holds": keeping.holdable and keeping.held,
    }
    return " ".join(name for name, is_offered in offered.items() if is_offered)
