"""When an envelope starts: a draft is sent at a date and time, a step that waits starts then."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import NothingToSend
from core.refusals import Invalid, Refusal, sentence
from tenants.use_cases.envelopes import reading, sending
from tenants.use_cases.envelopes.turns import starting
from webapp import current, notices
from webapp.notices import NoticeKind
from webapp.pages.envelopes import sent_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("starts", __name__)
NO_TIME = sentence("Enter a date and a time.")


@bp.get("/envelopes/<uuid:envelope_id>/start")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if not _may_wait(envelope):
        return _to_its_page(envelope_id)
    at = envelope.starts_at or _tomorrow()
    return _page(envelope, at.astimezone(_zone()).strftime("%Y-%m-%dT%H:%M"))


@bp.post("/envelopes/<uuid:envelope_id>/start")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    typed = request.form.get("starts_at", "")
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    try:
        at = _read(typed)
        if envelope.status is Status.DRAFT:
            sending.count(current.organization())
            with current.transaction() as tx:
                sending.send(tx, envelope_id, current.now(), at)
        else:
            with current.transaction() as tx:
                starting.change(tx, envelope_id, at, current.now())
    except Invalid as invalid:
        return _page(envelope, typed, invalid.errors, 422)
    except NothingToSend as refusal:
        why = next(iter(refusal.errors.values()), refusal.message)
        words = gettext("Not scheduled yet. %(why)s", why=gettext(why))
        return notices.leave(_to_its_page(envelope_id), words, NoticeKind.PROBLEM)
    except Refusal as refusal:
        if envelope.status is not Status.DRAFT:
            return sent_page.refused(envelope_id, refusal)
        words = gettext(refusal.message)
        return notices.leave(_to_its_page(envelope_id), words, NoticeKind.PROBLEM)
    return notices.leave(_to_its_page(envelope_id), gettext("Scheduled."))


@bp.post("/envelopes/<uuid:envelope_id>/start/now")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create_now(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            starting.start_now(tx, envelope_id, current.now())
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    return notices.leave(_to_its_page(envelope_id), gettext("The e-mails are on their way."))


def _read(typed: str) -> datetime:
    """In the zone of the member. Raises Invalid with `starts_at`."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=_zone())
    except ValueError:
        raise Invalid(starts_at=NO_TIME) from None


def _page(
    envelope: Envelope, typed: str, errors: Mapping[str, str] = {}, status: int = 200
) -> Response:
    return render(
        "envelopes/starts/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        typed=typed,
        zone=current.member().time_zone,
        errors=errors,
    )


def _may_wait(envelope: Envelope) -> bool:
    if envelope.status is Status.DRAFT:
        return envelope.content_of is None
    return envelope.status.open and envelope.starts_at is not None


def _tomorrow() -> datetime:
    local = current.now().astimezone(_zone()) + timedelta(days=1)
    return local.replace(hour=9, minute=0, second=0, microsecond=0)


def _zone() -> ZoneInfo:
    return ZoneInfo(current.member().time_zone)


def _to_its_page(envelope_id: UUID) -> Response:
    return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
