"""Signing in with a passkey alone, without a password. Public."""

from flask import Blueprint, Response, make_response, redirect, request

from core.sign_in.refusals import AnotherWayNeeded, PasskeyNotAccepted, TooManyAttempts
from tenants.use_cases.sign_in import attempt_limits, passkey_sign_in, signing_in
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.routes.sign_in import sessions
from webapp.sessions import member_sessions, return_to, second_step_cookies

bp = Blueprint("passkey_sign_ins", __name__)
bp.before_request(current.act_as_platform)


@bp.post("/sign-in/passkey/challenge")
@limiter.limit("60 per minute")
def challenge() -> Response:
    attempt_limits.count_network(current.installation(), request_info.address())
    with current.transaction() as tx:
        question = passkey_sign_in.ask(tx)
    return second_step_cookies.ask(question)


@bp.post("/sign-in/passkey")
@limiter.limit("60 per minute")
def create() -> Response:
    origin, credential = request_info.origin(), request.form.get("credential", "")
    try:
        attempt_limits.count_network(current.installation(), origin.address)
        with current.transaction() as tx:
            taken = passkey_sign_in.take(tx, second_step_cookies.asked(), passkey_sign_in.SIGN_IN)
        with current.transaction() as tx:
            session = passkey_sign_in.sign_in(tx, taken, credential, origin)
        token = signing_in.admitted(session)
    except (PasskeyNotAccepted, AnotherWayNeeded, TooManyAttempts) as refusal:
        return sessions.page(problem=refusal.message, status=refusal.status)
    answer = make_response(redirect(return_to.next_page(), 303))
    return member_sessions.begin(second_step_cookies.clear(answer), token)
