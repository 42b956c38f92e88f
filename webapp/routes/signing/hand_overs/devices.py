"""Continuing on a phone: this page shows a code and follows, the phone opens the same session."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.refusals import NotFound
from tenants.openers import hand_overs
from tenants.use_cases.signing.hand_overs import device_hand_over
from webapp import current, qr
from webapp.http import compression, security
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("devices", __name__)
arriving = Blueprint("phones", __name__)
arriving.after_request(security.keep_address_private)


@bp.post("/phone")
@limiter.limit("20 per minute", key_func=ceremony_sessions.whose)
def create(recipient_id: UUID) -> Response:
    """By POST alone: it makes a secret, and each one opens once."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if ceremony.frame:
        raise NotFound
    with current.transaction() as tx:
        token = device_hand_over.issue(tx, ceremony.session)
        address = tx.signing_address + url_for("phones.show", token=token)
    compression.keep_plain()  # the address is a secret
    return render(
        "signing/phone.html",
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        drawing=qr.drawing(address),
    )


@bp.get("/phone/state")
def state(recipient_id: UUID) -> Response:
    """For the page that follows: nothing new, or everything is different now."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    response = make_response("")
    if ceremony.recipient.finished or not ceremony.envelope.status.open:
        response.headers["HX-Redirect"] = url_for("signings.show", recipient_id=recipient_id)
    return response


@arriving.get("/phone/<token>")
def show(token: str) -> Response:
    """Public: the secret shows that it was taken from the recipient's screen. Uses nothing up."""
    try:
        hand_overs.check_device(current.installation(), token, current.host_organization())
    except NotFound:
        return _over()
    return render("signing/links/phone.html", token=token)


@arriving.post("/phone/<token>")
def take(token: str) -> Response:
    within = current.host_organization()
    try:
        taken = hand_overs.take_on_device(current.installation(), token, within)
    except NotFound:
        return _over()
    page = redirect(url_for("signings.show", recipient_id=taken.recipient_id), 303)
    return ceremony_sessions.keep(make_response(page), taken.recipient_id, taken.session)


def _over() -> Response:
    return render("signing/links/phone_over.html", status=404)
