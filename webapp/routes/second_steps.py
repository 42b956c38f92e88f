"""The second step of signing in: a code, or a passkey. Public, for whoever gave the password."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import (
    AnotherWayNeeded,
    PasskeyNotAccepted,
    Refusal,
    SignInLapsed,
    TooManyAttempts,
    WrongCode,
)
from tenants.use_cases.sign_in import passkey_sign_in, second_factors
from webapp import client, current, member_sessions, next_pages, notices, second_steps
from webapp.limits import limiter
from webapp.render import render

bp = Blueprint("second_steps", __name__)


@bp.get("/sign-in/second-step")
def new() -> Response:
    return _page()


@bp.post("/sign-in/second-step")
@limiter.limit("60 per minute")
def create() -> Response:
    origin, code = client.origin(), request.form.get("code", "")
    try:
        token = second_factors.finish(
            current.installation(),
            *(second_steps.pending(), code, origin.address, current.now(), origin.user_agent),
        )
    except (WrongCode, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(token)


@bp.post("/sign-in/second-step/challenge")
@limiter.limit("60 per minute")
def challenge() -> Response:
    return second_steps.ask(
        passkey_sign_in.ask(current.installation(), client.address(), second_steps.pending())
    )


@bp.post("/sign-in/second-step/passkey")
@limiter.limit("60 per minute")
def create_with_passkey() -> Response:
    origin, credential = client.origin(), request.form.get("credential", "")
    try:
        token = passkey_sign_in.finish(
            current.installation(),
            *(second_steps.pending(), second_steps.asked(), credential),
            *(origin.address, current.now(), origin.user_agent),
        )
    except (PasskeyNotAccepted, TooManyAttempts) as refusal:
        return _page(refusal)
    return _signed_in(token)


@bp.errorhandler(SignInLapsed)
@bp.errorhandler(AnotherWayNeeded)
def begin_again(refusal: Refusal) -> Response:
    answer = make_response(redirect(url_for("sessions.new", next=next_pages.wanted()), 303))
    return notices.leave_refusal(second_steps.let_go(answer), refusal)


def _page(refusal: Refusal | None = None) -> Response:
    owner = second_factors.second_step(
        current.installation(), second_steps.pending(), current.now()
    )
    has = second_factors.factors_of(current.installation(), owner)
    status = {TooManyAttempts: 429, type(None): 200}.get(type(refusal), 409)
    return render(
        "sessions/second_step.html",
        status=status,
        problem=refusal.message if refusal else "",
        has=has,
        next_page=next_pages.wanted(),
    )


def _signed_in(token: str) -> Response:
    answer = make_response(redirect(next_pages.wanted(), 303))
    return member_sessions.begin(second_steps.let_go(answer), token)
