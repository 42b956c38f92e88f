"""The settings of an organization's single sign-on."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.organizations.domain_verification import DomainUse
from core.refusals import Invalid, Refusal
from core.sso.provider_connection import GIVEN, Connection, GroupRole
from core.sso.refusals import SsoFailure
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.sign_in import sign_in_policies
from tenants.use_cases.sso import own_identity, sso_request, sso_settings
from webapp import current, notices
from webapp.pages.sso import sso_pages
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("sso_connection", __name__)
EMPTY_ROWS = 2


@bp.get("/settings/single-sign-on")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def edit() -> Response:
    return page()


@bp.post("/settings/single-sign-on")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def update() -> Response:
    typed = _typed()
    secret = request.form.get("client_secret", "")
    try:
        with current.transaction() as tx:
            before = sso_settings.connection(tx)
        new = sso_settings.check(current.installation(), before, typed, secret)
        with current.transaction() as tx:
            sso_settings.change(tx, new, secret, current.now())
    except Invalid as invalid:
        return page(typed=typed, errors=invalid.errors, status=422)
    except Refusal as refusal:
        return page(typed=typed, problem=refusal.message, status=refusal.status)
    return back(gettext("Saved."))


@bp.post("/settings/single-sign-on/test")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def test() -> Response:
    browser = sso_pages.browser()
    try:
        with current.transaction() as tx:
            asked = own_identity.connection_to_test(tx)
        person_id = current.member().person_id
        address = sso_request.begin(current.organization(), asked, browser, person_id=person_id)
    except SsoFailure as refusal:
        return page(problem=refusal.message, status=refusal.status)
    return sso_pages.leading_to(address, browser)


@bp.post("/settings/single-sign-on/requirement")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def require() -> Response:
    required = request.form.get("required") == "yes"
    try:
        with current.transaction() as tx:
            sign_in_policies.require_sso(tx, required, current.now())
    except Refusal as refusal:
        return page(problem=refusal.message, status=refusal.status)
    return back(
        gettext("Everyone now has to sign in this way.")
        if required
        else gettext("Passwords and passkeys work again.")
    )


@bp.post("/settings/single-sign-on/former")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def let_in_again() -> Response:
    issuer, subject = request.form.get("issuer", ""), request.form.get("subject", "")
    with current.transaction() as tx:
        sso_settings.readmit(tx, issuer, subject, current.now())
    return back(gettext("They can join again the next time they sign in."))


def page(
    typed: Connection | None = None,
    errors: dict[str, str] | None = None,
    problem: str = "",
    domain: str = "",
    status: int = 200,
) -> Response:
    """All of it; `typed` and `domain` are what was entered when it could not be accepted."""
    with current.transaction() as tx:
        setup, domains = sso_settings.setup(tx), domain_claims.domains(tx, DomainUse.SIGN_IN)
    return render(
        "sso/connection/edit.html",
        status=status,
        setup=setup,
        connection=typed or setup.connection,
        redirect=sso_request.redirect_address(current.installation(), current.member().slug),
        domains=domains,
        domain=domain,
        errors=errors or {},
        problem=problem,
        given=[role.value for role in GIVEN],
        empty_rows=EMPTY_ROWS,
    )


def back(sentence: str) -> Response:
    answer = make_response(redirect(url_for("sso_connection.edit"), 303))
    return notices.leave(answer, sentence)


def _typed() -> Connection:
    form = request.form
    rows = zip(form.getlist("group"), form.getlist("role"), strict=False)
    return Connection(
        issuer=form.get("issuer", ""),
        client_id=form.get("client_id", ""),
        default_role=form.get("default_role", ""),
        groups_claim=form.get("groups_claim", "").strip(),
        roles=tuple(GroupRole(group.strip(), role) for group, role in rows if group.strip()),
        enabled=form.get("enabled") == "yes",
    )
