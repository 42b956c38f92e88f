"""A new password by mail. Public: asking tells no one whose addresses are known here."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from core.sign_in.refusals import ResetLinkUsed, TooManyAttempts
from tenants.store.sign_in.accounts import Person
from tenants.use_cases.sign_in import attempt_limits, password_reset, passwords
from webapp import current, notices
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import link_cookie, member_sessions
from webapp.text.translation import gettext

bp = Blueprint("password_resets", __name__)
bp.before_request(current.act_as_platform)
COOKIE = "password-reset"


@bp.get("/password-reset")
def new() -> Response:
    return render("sign_in/password_resets/new.html", problem="", email="")


@bp.post("/password-reset")
@limiter.limit("30 per minute")
def create() -> Response:
    email = request.form.get("email", "").strip()
    if not email:
        return make_response(redirect(url_for("password_resets.new"), 303))
    try:
        if password_reset.may_ask(current.installation(), email, request_info.address()):
            with current.transaction() as tx:
                password_reset.ask(tx, email)
    except TooManyAttempts as refusal:
        return render(
            "sign_in/password_resets/new.html",
            status=refusal.status,
            problem=refusal.message,
            email=email,
        )
    return render("sign_in/password_resets/asked.html", email=email)


@bp.get("/password-reset/<token>")
@limiter.limit("60 per minute")
def enter(token: str) -> Response:
    return link_cookie.keep(COOKIE, token, url_for("password_resets.edit"))


@bp.get("/new-password")
def edit() -> Response:
    return _page(_person())


@bp.post("/new-password")
@limiter.limit("30 per minute")
def update() -> Response:
    token, person = link_cookie.secret(COOKIE), _person()
    try:
        hashed = passwords.hashed(request.form.get("password", ""), person.email, person.name)
    except Invalid as invalid:
        return _page(person, invalid.errors, 422)
    with current.transaction() as tx:
        password_reset.reset(tx, token, person, hashed)
    attempt_limits.reset(current.installation(), person.email, request_info.address())
    answer = member_sessions.end(make_response(redirect(url_for("sessions.new"), 303)))
    answer = link_cookie.clear(answer, COOKIE)
    return notices.leave(answer, gettext("Password changed. Sign in with your new password."))


@bp.errorhandler(ResetLinkUsed)
def used(refusal: ResetLinkUsed) -> Response:
    return render(
        "sign_in/password_resets/new.html", status=refusal.status, problem=refusal.message, email=""
    )


def _person() -> Person:
    with current.transaction() as tx:
        return password_reset.whose(tx, link_cookie.secret(COOKIE))


def _page(person: Person, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return render(
        "sign_in/password_resets/edit.html", status=status, email=person.email, errors=errors or {}
    )
