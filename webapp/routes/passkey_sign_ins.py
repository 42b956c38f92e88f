"""Signing in with a passkey alone, without a password. Public."""

from flask import Blueprint, Response, make_response, redirect, request

from core.refusals import AnotherWayNeeded, PasskeyNotAccepted, TooManyAttempts
from tenants.use_cases.sign_in import passkey_sign_in
from webapp import client, current, member_sessions, next_pages, second_steps
from webapp.limits import limiter
from webapp.routes import sessions

bp = Blueprint("passkey_sign_ins", __name__)


@bp.post("/sign-in/passkey/challenge")
@limiter.limit("60 per minute")
def challenge() -> Response:
    return second_steps.ask(passkey_sign_in.ask(current.installation(), client.address()))


@bp.post("/sign-in/passkey")
@limiter.limit("60 per minute")
def create() -> Response:
    origin, credential = client.origin(), request.form.get("credential", "")
    try:
        token = passkey_sign_in.sign_in(
            current.installation(),
            *(second_steps.asked(), credential, origin.address, origin.user_agent),
        )
    except (PasskeyNotAccepted, AnotherWayNeeded) as refusal:
        return sessions.page(problem=refusal.message, status=409)
    except TooManyAttempts as refusal:
        return sessions.page(problem=refusal.message, status=429)
    answer = make_response(redirect(next_pages.wanted(), 303))
    return member_sessions.begin(second_steps.let_go(answer), token)
