"""Signing in person: a host confirms who the signer is and hands over the device, locked."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.routing import due
from core.refusals import Invalid, NotFound, Refusal
from tenants import ceremony as ceremonies
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing.hand_overs import in_person_signing, parked_sessions
from tenants.use_cases.signing.hand_overs.parked_sessions import ParkedSession
from webapp import current
from webapp.http import request_info
from webapp.pages.envelopes import sent_page
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions, member_sessions, parked_session

bp = Blueprint("meetings", __name__)
after = Blueprint("device_returns", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/meeting"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID, recipient_id: UUID) -> Response:
    return _form(envelope_id, recipient_id, {}, 200)


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    Whoever holds the device now sees nothing of the member's: they are signed out here, or their
    session waits for the PIN that they choose.
    """
    means, origin = request.form.get("means", ""), request_info.origin()
    pin = request.form.get("pin", "").strip()
    try:
        if pin:
            parked_sessions.check(pin)
        with current.transaction() as tx:
            args = (envelope_id, recipient_id, means, origin, current.now())
            token = in_person_signing.hand_over(tx, *args)
    except Invalid as invalid:
        return _form(envelope_id, recipient_id, invalid.errors, 422)
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    session = ceremonies.begin_in_person(current.installation(), token)
    place = url_for("signings.device_returns.show", recipient_id=recipient_id)
    answer = ceremony_sessions.keep(make_response(redirect(place, 303)), recipient_id, session)
    if not pin:
        return member_sessions.end(answer)
    parked = ParkedSession(member_sessions.token(), envelope_id, recipient_id)
    return parked_session.begin(answer, parked, pin)


@after.get("/device")
def show(recipient_id: UUID) -> Response:
    """What the member sees last, and the signer first."""
    ceremony = _met(recipient_id)
    return render(
        "signing/in_person.html",
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
    )


@after.post("/host")
def begin(recipient_id: UUID) -> Response:
    """By the host who has the link; a member who has it as well is signed out here, too."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    means, origin = request.form.get("means", ""), request_info.origin()
    try:
        with current.transaction() as tx:
            in_person_signing.confirm(tx, means, ceremony.session, origin, current.now())
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors)
    place = url_for("signings.device_returns.show", recipient_id=recipient_id)
    return member_sessions.end(make_response(redirect(place, 303)))


@after.post("/device")
def end(recipient_id: UUID) -> Response:
    """The device goes back: the signer's session ends; a member enters their PIN, or signs in."""
    ceremony = _met(recipient_id)
    with current.transaction() as tx:
        tx.ceremonies.end_sessions(recipient_id)
    by_member = not ceremony.recipient.options.host_email
    locked = url_for("signings.device_returns.locked", recipient_id=recipient_id)
    unlocked = url_for("device_locks.show" if parked_session.kept() else "sessions.new")
    place = unlocked if by_member else locked
    answer = make_response(redirect(place, 303))
    answer.delete_cookie(ceremony_sessions.COOKIE, path=f"/sign/{recipient_id}")
    return answer


@after.get("/device/locked")
def locked(recipient_id: UUID) -> Response:
    """Says nothing of anyone: whoever asks has no session any more."""
    return render("signing/device_locked.html")


@after.post("/copy")
def request_copy(recipient_id: UUID) -> Response:
    """Someone without an address says where their copy goes."""
    ceremony = _met(recipient_id)
    try:
        with current.transaction() as tx:
            in_person_signing.request_copy(tx, request.form.get("email", ""), current.now())
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))


def _met(recipient_id: UUID) -> ceremonies.Ceremony:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not ceremony.in_person:
        raise NotFound
    return ceremony


def _form(envelope_id: UUID, recipient_id: UUID, errors: dict[str, str], status: int) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    turn = [r for r in due(envelope.recipients) if r.id == recipient_id and r.role.in_person]
    if not envelope.status.open or not turn:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return render(
        "envelopes/meeting.html",
        "panel",
        status=status,
        envelope=envelope,
        recipient=turn[0],
        errors=errors,
    )
