"""Signing in through an organization's own provider."""

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.refusals import NotFound
from core.sign_in.sign_in_policy import Admission
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotSetUp, SsoFailure
from tenants.use_cases.sso import own_identity, sso_callback, sso_request, sso_sign_in
from tenants.use_cases.sso.sso_callback import Answered, Callback
from webapp import current, notices
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.sso import sso_pages
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.sessions.return_to import OURS
from webapp.text.translation import gettext

bp = Blueprint("sso_sign_ins", __name__)


@bp.get("/sign-in/organization")
def new() -> Response:
    return _form(request.args.get("email", ""))


@bp.post("/sign-in/organization")
@limiter.limit("60 per minute")
def create() -> Response:
    """The address says which organization; it is not sent anywhere."""
    email = request.form.get("email", "")
    found = sso_sign_in.organization_for(current.installation(), email)
    if found is None:
        return _form(email, unknown=True, status=422)
    organization = current.installation().organization(found)
    browser = sso_pages.browser()
    try:
        address = sso_request.begin(organization, Purpose.SIGN_IN, browser, _next_page())
    except (SsoFailure, NotSetUp) as refusal:
        return sso_pages.refused(refusal)
    return sso_pages.leading_to(address, browser)


@bp.get("/o/<slug>/sign-in")
def show(slug: str) -> Response:
    name = sso_sign_in.name(current.installation(), slug)
    return render("sso/sign_ins/show.html", slug=slug, name=name, next_page=_next_page())


@bp.post("/o/<slug>/sign-in")
@limiter.limit("60 per minute")
def begin(slug: str) -> Response:
    browser = sso_pages.browser()
    try:
        address = sso_request.begin_at(current.installation(), slug, browser, _next_page())
    except NotSetUp:
        raise NotFound from None
    except SsoFailure as refusal:
        return sso_pages.refused(refusal, slug)
    return sso_pages.leading_to(address, browser)


@bp.get("/o/<slug>/sign-in/answer")
@limiter.limit("60 per minute")
def answer(slug: str) -> Response:
    sso_pages.only_get()
    member_sessions.identify()
    came = Callback(
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        error=request.args.get("error", ""),
        issuer=request.args.get("iss"),
        browser=sso_pages.brought(),
    )
    try:
        answered = sso_callback.judge(current.installation(), slug, came, current.now())
        return _answers(answered)
    except SsoFailure as refusal:
        return sso_pages.refused(refusal, slug)


def _answers(answered: Answered) -> Response:
    if answered.purpose is Purpose.SIGN_IN:
        return _signed_in(answered)
    if answered.purpose is Purpose.CONNECT:
        return _connected(answered)
    own_identity.check_who_began(g.member, answered, current.now())
    return render(
        "sso/connection/tested.html",
        asserted=answered.asserted,
        role=own_identity.role_in_test(answered),
    )


def _connected(answered: Answered) -> Response:
    own_identity.connect(g.member, answered, current.now())
    if g.member.admission is not Admission.ADMITTED:  # it was all that they lacked
        return _signed_in(answered)
    page = make_response(redirect(url_for("sso_identities.show"), 303))
    return notices.leave(page, gettext("Connected. You can sign in this way from now on."))


def _signed_in(answered: Answered) -> Response:
    token = sso_sign_in.sign_in(answered, request_info.origin(), current.now())
    page = answered.next_page or url_for("envelopes.index")
    return member_sessions.begin(make_response(redirect(page, 303)), token)


def _form(email: str, unknown: bool = False, status: int = 200) -> Response:
    word = gettext(
        "No organization takes care of the sign-in of this address. Check it, or sign in the way"
        " you usually do."
    )
    return render(
        "sso/sign_ins/new.html",
        status=status,
        email=email,
        errors={"email": word} if unknown else {},
        next_page=_next_page(),
    )


def _next_page() -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    page = request.values.get("next", "")
    return page if OURS.fullmatch(page) else ""
