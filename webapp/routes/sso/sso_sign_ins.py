"""Signing in through an organization's own provider."""

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.principal import SYSTEM
from core.refusals import NotFound
from core.sign_in.sign_in_policy import Admission
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotSetUp, SsoFailure
from tenants.installation import Organization
from tenants.use_cases.sso import (
    linking_identities,
    own_identity,
    sso_request,
    sso_sign_in,
)
from tenants.use_cases.sso.sso_callback import VerifiedAnswer
from webapp import current, notices
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.sso import provider_answers, sso_pages
from webapp.render import render
from webapp.routes.sso import identity_answers
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
        address = _begin(organization, browser)
    except (SsoFailure, NotSetUp) as refusal:
        return sso_pages.refused(refusal)
    return sso_pages.leading_to(address, browser)


@bp.get("/o/<slug>/sign-in")
def show(slug: str) -> Response:
    organization = sso_request.organization_of(current.installation(), slug)
    with organization.transaction(SYSTEM) as tx:
        name = sso_sign_in.name(tx)
    return render("sso/sign_ins/show.html", slug=slug, name=name, next_page=_next_page())


@bp.post("/o/<slug>/sign-in")
@limiter.limit("60 per minute")
def begin(slug: str) -> Response:
    browser = sso_pages.browser()
    try:
        organization = sso_request.organization_of(current.installation(), slug)
        address = _begin(organization, browser)
    except NotSetUp:
        raise NotFound from None
    except SsoFailure as refusal:
        return sso_pages.refused(refusal, slug)
    return sso_pages.leading_to(address, browser)


@bp.get("/o/<slug>/sign-in/answer")
@limiter.limit("60 per minute")
def answer(slug: str) -> Response:
    sso_pages.only_get()
    organization = sso_request.organization_of(current.installation(), slug)
    if host := sso_request.host_in(request.args.get("state", "")):
        return identity_answers.lead_on(organization, slug, host)
    member_sessions.identify()
    return provider_answers.handle(organization, slug, _answers)


def _begin(organization: Organization, browser: str) -> str:
    with organization.transaction(SYSTEM) as tx:
        asked = sso_request.connection(tx, Purpose.SIGN_IN)
    return sso_request.begin(organization, asked, browser, _next_page())


def _answers(answer: VerifiedAnswer) -> Response:
    if answer.purpose is Purpose.SIGN_IN:
        return _signed_in(answer)
    if answer.purpose is Purpose.CONNECT:
        return _connected(answer)
    if answer.purpose in (Purpose.PROVE, Purpose.IDENTIFY):
        return identity_answers.prove(answer)
    with own_identity.initiator(g.member, answer).transaction() as tx:
        own_identity.check_tester(tx)
    return render(
        "sso/connection/tested.html",
        asserted=answer.asserted,
        role=own_identity.role_in_test(answer),
    )


def _connected(answer: VerifiedAnswer) -> Response:
    with own_identity.initiator(g.member, answer).transaction() as tx:
        own_identity.connect(tx, answer, current.now())
    if g.member.admission is not Admission.ADMITTED:  # it was all that they lacked
        return _signed_in(answer)
    page = make_response(redirect(url_for("sso_identities.show"), 303))
    return notices.leave(page, gettext("Connected. You can now sign in with your work account."))


def _signed_in(answer: VerifiedAnswer) -> Response:
    organization = answer.organization
    has_account = linking_identities.has_account(organization, answer.asserted)
    with organization.transaction(SYSTEM) as tx:
        origin = request_info.origin()
        token = sso_sign_in.sign_in(tx, answer, has_account, origin, current.now())
    page = answer.next_page or url_for("envelopes.index")
    return member_sessions.begin(make_response(redirect(page, 303)), token)


def _form(email: str, unknown: bool = False, status: int = 200) -> Response:
    word = gettext(
        "No organization uses single sign-on for this address. Check the address, or sign in the"
        " way you usually do."
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
