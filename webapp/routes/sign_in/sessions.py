"""Signing in to the portal and out of it."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.sign_in.refusals import (
    AnotherWayNeeded,
    SecondFactorNeeded,
    TooManyAttempts,
    WrongCredentials,
)
from tenants.use_cases.sign_in import signing_in
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import device_cookie, member_sessions, return_to, second_step_cookies

bp = Blueprint("sessions", __name__)


@bp.get("/sign-in")
def new() -> Response:
    if member_sessions.identify():
        return make_response(redirect(return_to.next_page(), 303))
    return page()


@bp.post("/sign-in")
@limiter.limit("60 per minute")
def create() -> Response:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    origin = request_info.origin()
    try:
        found = signing_in.check(
            current.installation(), email, password, origin.address, device_cookie.kept()
        )
        current.act_as_platform()
        with current.transaction() as tx:
            step = signing_in.sign_in(tx, found, origin.address, origin.user_agent)
        token = signing_in.signed_in(step)
    except SecondFactorNeeded as needed:
        return second_step_cookies.begin(needed.token)
    except (WrongCredentials, AnotherWayNeeded, TooManyAttempts) as refusal:
        return page(email=email, problem=refusal.message, status=refusal.status)
    return member_sessions.begin(make_response(redirect(return_to.next_page(), 303)), token)


@bp.post("/sign-out")
def delete() -> Response:
    return member_sessions.end(make_response(redirect(url_for("sessions.new"), 303)))


def page(email: str = "", problem: str = "", status: int = 200) -> Response:
    return render(
        "sign_in/sessions/new.html",
        status=status,
        email=email,
        problem=problem,
        next_page=return_to.next_page(),
    )
