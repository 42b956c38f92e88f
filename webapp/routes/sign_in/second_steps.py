"""The second step of signing in: a code, or a passkey. Public, for whoever gave the password."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Refusal
from core.sign_in.refusals import (
    AnotherWayNeeded,
    PasskeyNotAccepted,
    SignInLapsed,
    TooManyAttempts,
    WrongCode,
)
from tenants.use_cases.sign_in import passkey_sign_in, second_factors
from webapp import current, notices
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import member_sessions, return_to, second_step_cookies

bp = Blueprint("second_steps", __name__)


@bp.get("/sign-in/second-step")
def new() -> Response:
    return _page()


@bp.post("/sign-in/second-step")
@limiter.limit("60 per minute")
def create() -> Response:
    origin, code = request_info.origin(), request.form.get("code", "")
    try:
        token = second_factors.finish(
            current.installation(),
            *(
                second_step_cookies.pending(),
                code,
                origin.address,
                current.now(),
                origin.user_agent,
            ),
        )
    except (WrongCode, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(token)


@bp.post("/sign-in/second-step/challenge")
@limiter.limit("60 per minute")
def challenge() -> Response:
    return second_step_cookies.ask(
        passkey_sign_in.ask(
            current.installation(), request_info.address(), second_step_cookies.pending()
        )
    )


@bp.post("/sign-in/second-step/passkey")
@limiter.limit("60 per minute")
def create_with_passkey() -> Response:
    origin, credential = request_info.origin(), request.form.get("credential", "")
    try:
        token = passkey_sign_in.finish(
            current.installation(),
            *(second_step_cookies.pending(), second_step_cookies.asked(), credential),
            *(origin.address, current.now(), origin.user_agent),
        )
    except (PasskeyNotAccepted, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(token)


@bp.errorhandler(SignInLapsed)
@bp.errorhandler(AnotherWayNeeded)
def begin_again(refusal: Refusal) -> Response:
    answer = make_response(redirect(url_for("sessions.new", next=return_to.wanted()), 303))
    return notices.leave_refusal(second_step_cookies.forget(answer), refusal)


def _page(refusal: Refusal | None = None) -> Response:
    owner = second_factors.second_step(
        current.installation(), second_step_cookies.pending(), current.now()
    )
    has = second_factors.factors_of(current.installation(), owner)
    status = refusal.status if refusal else 200
    return render(
        "sign_in/sessions/second_step.html",
        status=status,
        problem=refusal.message if refusal else "",
        has=has,
        next_page=return_to.wanted(),
    )


def _signed_in(token: str) -> Response:
    answer = make_response(redirect(return_to.wanted(), 303))
    return member_sessions.begin(second_step_cookies.forget(answer), token)
