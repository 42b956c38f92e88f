"""The page of an envelope that was sent: where it stands, who did what, what to keep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, request

from core.connectors.copy_state import FAILURES
from core.envelopes import correcting, groups, reminding
from core.envelopes.envelope import Status
from core.envelopes.events.lifecycle import EnvelopeCompleted, EnvelopeExpired, EnvelopeVoided
from core.envelopes.recipient import RELEASED, Recipient
from core.envelopes.recipient_list import addressed
from core.envelopes.routing import asked
from core.envelopes.turns import reassigning
from core.refusals import Refusal
from core.signing import attaching
from core.signing.events.recipients import RecipientDeclined
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import envelope_page
from tenants.use_cases.envelopes.envelope_page import EnvelopePage
from webapp import current
from webapp.pages.envelopes import details_form
from webapp.pages.evidence import timeline
from webapp.render import render
from webapp.text import problem_text
from webapp.text.translation import gettext, ngettext

BLOCKS = ("envelope_head", "envelope_files", "envelope_recipients", "envelope_timeline")
ENDED = (Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED)
NAMED = 3  # people in one sentence
# The step that ended it: what the head of the page says.
ENDINGS = (
    EnvelopeCompleted.type,
    RecipientDeclined.type,
    EnvelopeVoided.type,
    EnvelopeExpired.type,
)


def show(found: EnvelopePage, status: int = 200, **changed: Any) -> Response:
    """
    The page, or what of it follows the state.

    The menu, which may be open, is drawn anew only when what it offers has changed: a page that
    asks again says what it offers.
    """
    envelope, trail, people = found.envelope, found.timeline, found.names
    now = current.now()
    offers = _offers(found)
    turn = asked(envelope.recipients) if envelope.status.open else ()
    mine = addressed(turn, current.member().email)
    resting = [at for at in map(reminding.rested_from, turn) if at is not None and at > now]
    happenings = timeline.happenings(envelope, trail.entries, people)
    context: dict[str, Any] = {
        **(details_form.context(found.noted) if found.noted else {}),
        "turn": turn,
        "turn_names": _names([_called(part, mine) for part in groups.parts(turn)]),
        "keeping": found.keeping,
        "envelope": envelope,
        "version": moment(found.version, min(resting, default=None), now),
        "attached": attaching.files(envelope) if found.readable and not envelope.erased_at else [],
        "offers": offers.split(),
        # When someone may be reminded next, and who may be now.
        "asks_at": min(resting, default=None),
        "remind_at": _later(reminding.remindable_from(envelope), now),
        "remindable": {r.id for r in reminding.remindable(envelope, now) if r not in mine}
        if found.changeable and envelope.status.open
        else set(),
        "live": envelope.status not in ENDED,
        "acting": groups.firsts(
            r for r in envelope.recipients if r.role.acts and r.status not in RELEASED
        ),
        "done": sum(r.role.acts and r.completed_at is not None for r in envelope.recipients),
        "happenings": happenings,
        "ended": next((h for h in happenings if h.type in ENDINGS), None),
        "trail": trail,
        "mine": mine,
        "changeable": found.changeable,
        "readable": found.readable,
        "thumbnails": found.thumbnails,
        "sender_name": people.get(envelope.sender_id, ""),
        "reason": "",
        "correctable": _correctable(found),
        "reassignable": _reassignable(found),
        "started_from": found.template_name,
        "copies": found.copies,
        "copy_failures": FAILURES,
        "copy_id": new_id(),
        "template_id": new_id(),
    }
    more = ("envelope_more",) if request.args.get("offers", offers) != offers else ()
    return render("envelopes/show.html", *BLOCKS, *more, status=status, **(context | changed))


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


def _names(names: Sequence[str]) -> str:
    """In a sentence; the empty name is the reader's own."""
    words = [name or gettext("you") for name in sorted(names, key=bool)]
    if len(words) > NAMED:
        rest = len(words) - NAMED + 1
        more = ngettext("%(num)d other person", "%(num)d other people", rest)
        words = [*words[: NAMED - 1], more]
    if len(words) < 2:
        return "".join(words)
    first, last = ", ".join(words[:-1]), words[-1]
    return gettext("%(names)s and %(last)s", names=first, last=last)


def _called(part: Sequence[Recipient], mine: Sequence[Recipient]) -> str:
    """Whose turn it is: a group by its name; "" for the reader."""
    return "" if any(r in mine for r in part) else part[0].options.group or part[0].name


def _correctable(found: EnvelopePage) -> set[UUID]:
    if not found.changeable:
        return set()
    recipients = found.envelope.recipients
    return {r.id for r in recipients if correcting.correctable(found.envelope, r)}


def _reassignable(found: EnvelopePage) -> set[UUID]:
    """Those who have opened it: others are corrected."""
    if not found.changeable:
        return set()
    envelope = found.envelope
    able = {r.id for r in envelope.recipients if reassigning.reassignable(envelope, r)}
    return able - _correctable(found)


def _later(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def _offers(found: EnvelopePage) -> str:
    keeping = found.keeping
    offered = {
        "change": found.changeable,
        "copy": found.copyable,
        "void": found.changeable and found.envelope.status.open,
        "pause": found.changeable and found.envelope.status.open and not found.envelope.paused_at,
        "delete": keeping.deletable and not found.envelope.erased_at,
        "hold": keeping.holdable and not keeping.held,
        "see-holds": keeping.holdable and keeping.held,
    }
    return " ".join(name for name, is_offered in offered.items() if is_offered)
