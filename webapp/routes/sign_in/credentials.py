"""How one signs in oneself: the password, and what there is besides."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.sign_in.refusals import SignedInThroughOrganization
from core.sign_in.sign_in_policy import Admission
from tenants.use_cases.sign_in import account_security
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions, reauthentication
from webapp.text.translation import gettext

bp = Blueprint("credentials", __name__)


@bp.get("/settings/security")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def show() -> Response:
    return page()


@bp.get("/settings/security/set-up")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def set_up() -> Response:
    """What an organization asks for before anything else."""
    if current.member().admission is Admission.ADMITTED:
        return make_response(redirect(url_for("credentials.show"), 303))
    return render(
        "sign_in/credentials/set_up.html",
        admission=current.member().admission,
        fresh=reauthentication.is_fresh(),
    )


@bp.post("/settings/security/password")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def update() -> Response:
    old, new = request.form.get("old_password", ""), request.form.get("password", "")
    try:
        stored = reauthentication.stored()
        change = account_security.check_passwords(current.member(), stored, old, new)
        with current.transaction() as tx:
            account_security.change_password(tx, change)
    except Invalid as invalid:
        return page(invalid.errors, 422)
    answer = make_response(redirect(url_for("credentials.show"), 303))
    told = gettext("Password changed. You have been signed out everywhere else.")
    return notices.leave(answer, told)


@bp.app_errorhandler(SignedInThroughOrganization)
def through_organization(refusal: SignedInThroughOrganization) -> Response:
    status = 200 if request.method == "GET" else 409
    return render("sign_in/credentials/managed_elsewhere.html", status=status, text=refusal.message)


def page(errors: dict[str, str] | None = None, status: int = 200, name: str = "") -> Response:
    """Also what a form of the routes below it comes back to. `name` is of a new passkey."""
    with current.transaction() as tx:
        security = account_security.security(tx)
    return render(
        "sign_in/credentials/show.html",
        status=status,
        security=security,
        fresh=security.fresh,
        errors=errors or {},
        name=name,
    )
