"""The address of a signing page inside a page of an application, and the script for such pages."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import NotFound
from core.signing.embedding import SESSION_LIFETIME
from core.signing.proofs.mailed_link import MAILED_LINK
from tenants.openers import hand_overs
from webapp import assets, current
from webapp.http import request_info, security
from webapp.pages.signing import signing_addresses
from webapp.render import render
from webapp.sessions import frame_session

bp = Blueprint("embedded_signings", __name__)
HOUR = 3_600


@bp.get("/embedded/<token>")
def enter(token: str) -> Response:
    """Public: the address was made for a recipient by an application, and opens their page once."""
    if request.method == "HEAD":
        return make_response("", 204)
    asked = (request_info.origin(), current.now(), current.host_organization())
    try:
        arrived = hand_overs.arrive(current.installation(), token, *asked)
    except NotFound:
        return render(MAILED_LINK.template, status=404, newer="")
    security.allow_frames(arrived.frame_origins)
    if arrived.waits:
        return render("signing/links/embedded_waits.html", frame=arrived.frame)
    if not arrived.session and (back := signing_addresses.expired(arrived.frame)):
        return make_response(redirect(back, 303))
    if not arrived.session:
        return render("signing/links/embedded_over.html", status=410, frame=arrived.frame)
    # Where the browser keeps no cookie of a frame, the pages carry the session themselves.
    place = url_for("signings.show", recipient_id=arrived.recipient_id, session=arrived.session)
    page = make_response(redirect(place, 303))
    seconds = int(SESSION_LIFETIME.total_seconds())
    frame_session.begin(page, arrived.recipient_id, arrived.session, seconds)
    return page


@bp.after_request
def keep_private(response: Response) -> Response:
    """Whatever became of it, also an error; the script alone is everyone's."""
    if request.endpoint == "embedded_signings.script":
        return response
    return security.keep_address_private(response)


@bp.get("/embedded.js")
def script() -> Response:
    """For pages of applications: shows a signing page in them, and tells what happens there."""
    source = (assets.FOLDER / "js" / "signing" / "embedded_host.js").read_bytes()
    response = make_response(assets.script(source))
    response.mimetype = "text/javascript"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return response
