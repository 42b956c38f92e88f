"""Signing in to the portal and out of it."""

import re

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import TooManyAttempts, WrongCredentials
from tenants.use_cases import signing_in
from webapp import client, current, member_sessions
from webapp.limits import limiter
from webapp.render import render

bp = Blueprint("sessions", __name__)
# A path on this host: no second slash, backslash or control character can lead elsewhere.
OURS = re.compile(r"/([\w\-.~%?=&+][\w\-.~%?=&+/]*)?", re.ASCII)


@bp.get("/sign-in")
def new() -> Response:
    if member_sessions.identify():
        return make_response(redirect(_next_page(), 303))
    return _form()


@bp.post("/sign-in")
@limiter.limit("60 per minute")
def create() -> Response:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        token = signing_in.sign_in(
            current.installation(), email, password, client.address(), current.now()
        )
    except WrongCredentials as refusal:
        return _form(email=email, problem=refusal.message, status=409)
    except TooManyAttempts as refusal:
        return _form(email=email, problem=refusal.message, status=429)
    return member_sessions.begin(make_response(redirect(_next_page(), 303)), token)


@bp.post("/sign-out")
def delete() -> Response:
    return member_sessions.end(make_response(redirect(url_for("sessions.new"), 303)))


def _form(email: str = "", problem: str = "", status: int = 200) -> Response:
    return render(
        "sessions/new.html", status=status, email=email, problem=problem, next_page=_next_page()
    )


def _next_page() -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    page = request.values.get("next", "")
    return page if OURS.fullmatch(page) else url_for("envelopes.index")
