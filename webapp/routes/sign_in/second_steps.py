"""The second step of signing in, after the password: a code or a passkey. Public."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Refusal
from core.sign_in.refusals import (
    AnotherWayNeeded,
    PasskeyNotAccepted,
    SignInLapsed,
    TooManyAttempts,
    WrongCode,
)
from tenants.use_cases.sign_in import (
    attempt_limits,
    passkey_sign_in,
    second_factors,
    signing_in,
)
from webapp import current, notices
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import member_sessions, return_to, second_step_cookies

bp = Blueprint("second_steps", __name__)
bp.before_request(current.act_as_platform)


@bp.get("/sign-in/second-step")
def new() -> Response:
    return _page()


@bp.post("/sign-in/second-step")
@limiter.limit("60 per minute")
def create() -> Response:
    origin, code = request_info.origin(), request.form.get("code", "")
    pending = second_step_cookies.pending()
    try:
        owner = _counted_owner(pending)
        attempt_limits.count_network(current.installation(), origin.address)
        with current.transaction() as tx:
            token = second_factors.finish(tx, owner, pending, code, origin, current.now())
    except (WrongCode, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(owner, token)


@bp.post("/sign-in/second-step/challenge")
@limiter.limit("60 per minute")
def challenge() -> Response:
    attempt_limits.count_network(current.installation(), request_info.address())
    with current.transaction() as tx:
        question = passkey_sign_in.ask(tx, second_step_cookies.pending())
    return second_step_cookies.ask(question)


@bp.post("/sign-in/second-step/passkey")
@limiter.limit("60 per minute")
def create_with_passkey() -> Response:
    origin, credential = request_info.origin(), request.form.get("credential", "")
    pending, asked = second_step_cookies.pending(), second_step_cookies.asked()
    try:
        owner = _counted_owner(pending)
        with current.transaction() as tx:
            taken = passkey_sign_in.take(tx, asked, passkey_sign_in.SECOND_STEP)
        with current.transaction() as tx:
            token = passkey_sign_in.finish(tx, owner, pending, taken, credential, origin)
    except (PasskeyNotAccepted, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(owner, token)


@bp.errorhandler(SignInLapsed)
@bp.errorhandler(AnotherWayNeeded)
def begin_again(refusal: Refusal) -> Response:
    answer = make_response(redirect(url_for("sessions.new", next=return_to.next_page()), 303))
    return notices.leave_refusal(second_step_cookies.clear(answer), refusal)


def _page(refusal: Refusal | None = None) -> Response:
    with current.transaction() as tx:
        owner = second_factors.second_step(tx, second_step_cookies.pending())
        has = second_factors.factors_of(tx, owner)
    status = refusal.status if refusal else 200
    return render(
        "sign_in/sessions/second_step.html",
        status=status,
        problem=refusal.message if refusal else "",
        has=has,
        next_page=return_to.next_page(),
    )


def _counted_owner(pending: str) -> UUID:
    """Whose second step is tried; the try is counted before it is judged."""
    with current.transaction() as tx:
        owner = second_factors.second_step(tx, pending)
    attempt_limits.count_proof(current.installation(), owner)
    return owner


def _signed_in(owner: UUID, session: str | None) -> Response:
    attempt_limits.reset_proof(current.installation(), owner)
    token = signing_in.admitted(session)
    answer = make_response(redirect(return_to.next_page(), 303))
    return member_sessions.begin(second_step_cookies.clear(answer), token)
