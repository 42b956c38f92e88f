"""A device that comes back from a signer: its host unlocks it with their PIN, or signs in."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases.sign_in import organization_switch, signing_in
from tenants.use_cases.signing.hand_overs import parked_sessions
from webapp import current, notices
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import ceremony_sessions, member_sessions, parked_session
from webapp.text.translation import gettext

bp = Blueprint("device_locks", __name__)


@bp.app_template_global("device_is_locked")
def is_locked() -> bool:
    return bool(parked_session.kept())


@bp.get("/device-lock")
def show() -> Response:
    """Public: says nothing of anyone."""
    return _page() if parked_session.kept() else _to_sign_in()


@bp.post("/device-lock")
@limiter.limit("20 per minute")
def unlock() -> Response:
    """
    The session goes on, and that of the signer ends here. It goes on under another secret: who had
    the device may have kept the cookie, and seen the PIN.
    """
    if not parked_session.kept():
        return _to_sign_in()
    installation, pin = current.installation(), request.form.get("pin", "").strip()
    try:
        parked = parked_sessions.unlock(installation, parked_session.kept(), pin)
    except Invalid as invalid:
        return _page(invalid.errors, 422)
    member = signing_in.identify(installation, parked.token, current.now()) if parked else None
    if parked is None or member is None:
        return notices.leave(parked_session.end(_to_sign_in()), gettext("Sign in again."))
    with member.organization.transaction(member.principal) as tx:
        tx.ceremonies.end_sessions(parked.recipient_id)
        token = organization_switch.carry_over(tx, parked.token, member.organization.id)
    page = url_for("envelopes.show", envelope_id=parked.envelope_id)
    answer = member_sessions.begin(make_response(redirect(page, 303)), token)
    answer.delete_cookie(ceremony_sessions.COOKIE, path=f"/sign/{parked.recipient_id}")
    return parked_session.end(answer)


def _page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return render("sign_in/device_lock.html", status=status, errors=errors or {})


def _to_sign_in() -> Response:
    return make_response(redirect(url_for("sessions.new"), 303))
