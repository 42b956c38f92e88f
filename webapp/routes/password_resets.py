"""A new password by mail. Public: asking tells nobody whose addresses are known here."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid, ResetLinkUsed, TooManyAttempts
from tenants.use_cases.sign_in import password_reset
from webapp import client, current, held_links, member_sessions, notices
from webapp.limits import limiter
from webapp.render import render
from webapp.translating import gettext

bp = Blueprint("password_resets", __name__)
COOKIE = "password-reset"


@bp.get("/password-reset")
def new() -> Response:
    return render("password_resets/new.html", problem="", email="")


@bp.post("/password-reset")
@limiter.limit("30 per minute")
def create() -> Response:
    email = request.form.get("email", "").strip()
    if not email:
        return make_response(redirect(url_for("password_resets.new"), 303))
    try:
        password_reset.ask(current.installation(), email, client.address())
    except TooManyAttempts as refusal:
        return render("password_resets/new.html", status=429, problem=refusal.message, email=email)
    return render("password_resets/asked.html", email=email)


@bp.get("/password-reset/<token>")
@limiter.limit("60 per minute")
def enter(token: str) -> Response:
    return held_links.hold(COOKIE, token, url_for("password_resets.edit"))


@bp.get("/new-password")
def edit() -> Response:
    return _page()


@bp.post("/new-password")
@limiter.limit("30 per minute")
def update() -> Response:
    password = request.form.get("password", "")
    try:
        password_reset.reset(
            *(current.installation(), held_links.held(COOKIE), password, current.now()),
            client.address(),
        )
    except Invalid as invalid:
        return _page(invalid.errors, 422)
    answer = member_sessions.end(make_response(redirect(url_for("sessions.new"), 303)))
    answer = held_links.let_go(answer, COOKIE)
    return notices.leave(answer, gettext("Your new password is set. Sign in with it."))


@bp.errorhandler(ResetLinkUsed)
def used(refusal: ResetLinkUsed) -> Response:
    return render("password_resets/new.html", status=410, problem=refusal.message, email="")


def _page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    person = password_reset.whose(current.installation(), held_links.held(COOKIE))
    return render(
        "password_resets/edit.html", status=status, email=person.email, errors=errors or {}
    )
