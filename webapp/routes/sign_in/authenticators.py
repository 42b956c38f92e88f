"""The app that shows codes, and the recovery codes that stand in for it."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.sign_in import account_security, authenticator_app, own_sessions
from tenants.use_cases.sign_in.authenticator_app import Enrolment
from webapp import current, notices, qr
from webapp.http import request_info
from webapp.render import render
from webapp.routes.sign_in import credentials
from webapp.sessions import member_sessions, reauthentication
from webapp.text.translation import gettext

bp = Blueprint("authenticators", __name__)


@bp.get("/settings/security/authenticator")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def new() -> Response:
    with current.transaction() as tx:
        there = account_security.security(tx).factors.authenticator
    if there:
        return make_response(redirect(url_for("credentials.show"), 303))
    return _form(authenticator_app.begin(current.member()))


@bp.post("/settings/security/authenticator")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def create() -> Response:
    sealed, code = request.form.get("sealed", ""), request.form.get("code", "")
    member, origin = current.member(), request_info.origin()
    try:
        confirmed = authenticator_app.check_code(member, sealed, code, current.now())
        proof = reauthentication.proof(unless_fresh=True)
        with current.transaction() as tx:
            codes = authenticator_app.add(tx, confirmed, proof, current.now())
            token = own_sessions.strengthen(tx, member.method, origin.address, origin.user_agent)
    except Invalid as invalid:
        return _form(authenticator_app.resume(member, sealed), invalid.errors, 422)
    return added(codes, token, gettext("Authenticator app set up."))


@bp.post("/settings/security/authenticator/removal")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def remove() -> Response:
    try:
        proof = reauthentication.proof()
        with current.transaction() as tx:
            authenticator_app.remove(tx, proof, current.now())
    except Invalid as invalid:
        return credentials.page({"authenticator_proof": invalid.errors["proof"]}, 422)
    answer = make_response(redirect(url_for("credentials.show"), 303))
    return notices.leave(answer, gettext("Authenticator app removed."))


@bp.post("/settings/security/recovery-codes")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def renew() -> Response:
    try:
        proof = reauthentication.proof()
        with current.transaction() as tx:
            codes = authenticator_app.renew_recovery_codes(tx, proof, current.now())
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
        fresh=reauthentication.is_fresh(),
        errors=errors or {},
    )
