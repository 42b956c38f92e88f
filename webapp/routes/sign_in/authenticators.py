"""The app that shows codes, and the recovery codes that stand in for it."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.sign_in import account_security, authenticator_app
from tenants.use_cases.sign_in.authenticator_app import Enrolment
from webapp import current, notices, qr
from webapp.http import request_info
from webapp.render import render
from webapp.routes.sign_in import credentials
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("authenticators", __name__)


@bp.get("/settings/security/authenticator")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def new() -> Response:
    if account_security.security(current.member()).factors.authenticator:
        return make_response(redirect(url_for("credentials.show"), 303))
    return _form(authenticator_app.begin(current.member()))


@bp.post("/settings/security/authenticator")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def create() -> Response:
    sealed, code = request.form.get("sealed", ""), request.form.get("code", "")
    member, origin = current.member(), request_info.origin()
    proof = request.form.get("proof", "")
    try:
        codes = authenticator_app.confirm(member, sealed, code, current.now(), proof)
    except Invalid as invalid:
        return _form(authenticator_app.resume(member, sealed), invalid.errors, 422)
    token = account_security.strengthen(member, member.method, origin.address, origin.user_agent)
    return added(codes, token, gettext("Your authenticator app is set up."))


@bp.post("/settings/security/authenticator/removal")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def remove() -> Response:
    proof = request.form.get("proof", "")
    try:
        authenticator_app.remove(current.member(), proof, current.now())
    except Invalid as invalid:
        return credentials.page({"authenticator_proof": invalid.errors["proof"]}, 422)
    answer = make_response(redirect(url_for("credentials.show"), 303))
    return notices.leave(answer, gettext("The authenticator app is removed."))


@bp.post("/settings/security/recovery-codes")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def renew() -> Response:
    proof = request.form.get("proof", "")
    try:
        codes = authenticator_app.renew_recovery_codes(current.member(), proof, current.now())
    except Invalid as invalid:
        return credentials.page({"recovery_proof": invalid.errors["proof"]}, 422)
    return render("sign_in/credentials/recovery_codes.html", codes=codes, notice="")


def added(codes: Sequence[str], token: str, told: str) -> Response:
    """Recovery codes are shown once: in the answer itself, which no reload repeats."""
    if codes:
        answer = render("sign_in/credentials/recovery_codes.html", codes=codes, notice=told)
    else:
        answer = make_response(redirect(url_for("credentials.show"), 303))
        notices.leave(answer, told)
    return member_sessions.begin(answer, token)


def _form(
    enrolment: Enrolment, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return render(
        "sign_in/credentials/authenticator.html",
        status=status,
        enrolment=enrolment,
        drawing=qr.drawing(enrolment.address),
        fresh=account_security.is_fresh(current.member()),
        errors=errors or {},
    )
