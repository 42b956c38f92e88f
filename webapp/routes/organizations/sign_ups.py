"""Opening an organization: asking for a link, and what the link leads to. Public."""

from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Flask, Response, g, make_response, redirect, request, url_for

from core.organizations.refusals import SignUpClosed, SignUpOver
from core.organizations.sign_up import Foundation, SignUp
from core.people.refusals import AnotherAddress, ForeignSignIn
from core.principal import SYSTEM
from core.refusals import Invalid
from templates import language
from tenants.use_cases.organizations import founding, signing_up
from tenants.use_cases.organizations.founding import PreparedOrganization
from tenants.use_cases.organizations.sign_up_mode import sign_up_mode
from tenants.use_cases.organizations.signing_up import SignUpApplication
from tenants.use_cases.sign_in import account_creation
from tenants.use_cases.sign_in.account_creation import Newcomer
from webapp import current, notices
from webapp.http import request_info, security
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import link_cookie, member_sessions
from webapp.text import translation
from webapp.text.translation import gettext

bp = Blueprint("sign_ups", __name__)
COOKIE = "sign-up"
FIELDS = ("name", "time_zone", "owner_name")


@bp.record_once
def _offer(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.globals["sign_up_is_open"] = is_open


def is_open() -> bool:
    """Whether the sign-in page offers it."""
    return sign_up_mode(current.installation()) is SignUp.OPEN


@bp.get("/sign-up")
@limiter.limit("60 per minute")
def new() -> Response:
    if not is_open():
        raise SignUpClosed
    if not member_sessions.identify():
        return _form(Foundation())
    member = current.member()
    return _form(Foundation(owner_name=member.name), email=member.email)


@bp.post("/sign-up")
@limiter.limit("20 per minute")
def create() -> Response:
    speaks = translation.reader_language()
    typed, email = _typed(Foundation(locale=speaks)), request.form.get("email", "")
    network = request_info.address()
    try:
        installation = current.installation()
        asked = signing_up.check(installation, typed, email, network, language.for_signers())
        current.act_as(installation.platform, SYSTEM)
        with current.transaction() as tx:
            signing_up.ask(tx, *asked)
    except Invalid as invalid:
        return _form(typed, 422, invalid.errors, email)
    return make_response(redirect(url_for("sign_ups.mailed"), 303))


@bp.get("/sign-up/mailed")
def mailed() -> Response:
    return render("organizations/sign_ups/mailed.html")


@bp.get("/sign-ups/<token>")
@limiter.limit("60 per minute")
def enter(token: str) -> Response:
    return link_cookie.keep(COOKIE, token, url_for("sign_ups.edit"))


@bp.get("/sign-up/organization")
@limiter.limit("60 per minute")
def edit() -> Response:
    return _page()


@bp.post("/sign-up/organization")
@limiter.limit("30 per minute")
def update() -> Response:
    application = signing_up.find(current.installation(), link_cookie.secret(COOKIE))
    typed = _typed(application.foundation)
    try:
        session = _finish(application, typed)
    except Invalid as invalid:
        return _page(typed, 422, invalid.errors)
    if session is None:
        answer = make_response(redirect(url_for("sessions.new"), 303))
        return notices.leave(answer, gettext("Sign in to continue."))
    answer = make_response(redirect(url_for("envelopes.index"), 303))
    answer = notices.leave(answer, gettext("Welcome. Your organization is ready."))
    return member_sessions.begin(link_cookie.clear(answer, COOKIE), session)


@bp.errorhandler(SignUpOver)
@bp.errorhandler(SignUpClosed)
def over(refusal: SignUpOver | SignUpClosed) -> Response:
    title = (
        gettext("Sign-up is closed")
        if isinstance(refusal, SignUpClosed)
        else gettext("This link has expired")
    )
    return render(
        "organizations/sign_ups/expired.html", status=404, title=title, text=refusal.message
    )


def _finish(application: SignUpApplication, typed: Foundation) -> str | None:
    """The token of a session in the new organization; None for who has to sign in."""
    installation = current.installation()
    if member_sessions.identify():
        signing_up.check_same_person(application, current.member().principal)
        typed = replace(typed, owner_name=typed.owner_name or current.member().name)
    elif application.signs_in:
        return None
    foundation = signing_up.complete(installation, typed, language.for_signers())
    if g.member:
        session = request.cookies.get(security.cookie_name(member_sessions.COOKIE), "")
        member, prepared = current.member().principal, _prepare(foundation)
        with current.transaction() as tx:
            return signing_up.finish(tx, application, prepared, member, session, current.now())
    newcomer = Newcomer(foundation.owner_name, request.form.get("password", ""))
    checked = account_creation.check(application.email, newcomer)
    origin, prepared = request_info.origin(), _prepare(foundation)
    with current.transaction() as tx:
        return signing_up.finish_with_new_account(
            tx, application, prepared, checked, origin, current.now()
        )


def _prepare(foundation: Foundation) -> PreparedOrganization:
    """From here on the request acts in the new organization."""
    prepared = founding.prepare(current.installation(), foundation, current.now())
    current.act_as(prepared.organization, SYSTEM)
    return prepared


def _typed(known: Foundation) -> Foundation:
    """What is known, and what the form asks besides. A browser may name a zone we do not know."""
    typed = {name: request.form[name] for name in FIELDS if name in request.form}
    if typed.get("time_zone") not in available_timezones():
        typed.pop("time_zone", None)
    return replace(known, **typed)


def _form(
    foundation: Foundation,
    status: int = 200,
    errors: dict[str, str] | None = None,
    email: str = "",
) -> Response:
    return _render("organizations/sign_ups/new.html", foundation, status, errors, email=email)


def _page(
    typed: Foundation | None = None, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    member_sessions.identify()
    application = signing_up.find(current.installation(), link_cookie.secret(COOKIE))
    foundation = typed or application.foundation
    return _render(
        *("organizations/sign_ups/edit.html", foundation, status, errors),
        application=application,
        asked=application.foundation,
        problem=_problem(application),
    )


def _render(
    template: str,
    foundation: Foundation,
    status: int,
    errors: dict[str, str] | None,
    **context: Any,
) -> Response:
    return render(
        template,
        status=status,
        foundation=foundation,
        errors=errors or {},
        **context,
    )


def _problem(application: SignUpApplication) -> str:
    """Why the person who is signed in here cannot go on as they are."""
    if g.member is None:
        return ""
    if application.account is None or application.account.person_id != g.member.person_id:
        return AnotherAddress.message
    return ForeignSignIn.message if g.member.method == "sso" else ""
