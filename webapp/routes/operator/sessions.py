"""Signing in to the operator's portal: a password, then always a second factor."""

from datetime import datetime

import segno
from flask import Blueprint, Response, make_response, redirect, request, url_for
from markupsafe import Markup

from core.operator.refusals import WrongSecondFactor
from core.principal import SYSTEM
from core.sign_in.refusals import TooManyAttempts, WrongCredentials
from tenants.installation import Installation
from tenants.use_cases.operator import operator_sign_in
from tenants.use_cases.operator.operator_sign_in import FullSession, OperatorAdmission
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import device_cookie, operator_sessions

bp = Blueprint("sessions", __name__)


@bp.get("/sign-in")
def new() -> Response:
    found = operator_sessions.admission()
    if found:
        return make_response(redirect(operator_sessions.next_step(found), 303))
    return _form()


@bp.post("/sign-in")
@limiter.limit("30 per minute")
def create() -> Response:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    origin = request_info.origin()
    try:
        token = operator_sign_in.sign_in(
            *(current.installation(), email, password, origin.address, origin.user_agent),
            device_cookie.kept(),
        )
    except (WrongCredentials, TooManyAttempts) as refusal:
        return _form(email, refusal.message, refusal.status)
    answer = make_response(redirect(url_for("operator.organizations.index"), 303))
    return device_cookie.remember(operator_sessions.begin(answer, token), email)


@bp.get("/second-factor")
def factor() -> Response:
    found = operator_sessions.admission()
    return _factor(found) if found and _awaits(found) else _elsewhere(found)


@bp.post("/second-factor")
@limiter.limit("30 per minute")
def confirm() -> Response:
    found = operator_sessions.admission()
    if not (found and _awaits(found)):
        return _elsewhere(found)
    try:
        begun = operator_sign_in.confirm(*_proof(found))
    except (WrongSecondFactor, TooManyAttempts) as refusal:
        return _factor(found, refusal.message, refusal.status)
    _record(found, begun)
    answer = make_response(redirect(url_for("operator.organizations.index"), 303))
    return operator_sessions.begin(answer, begun.token)


@bp.get("/enrolment")
def enrolment() -> Response:
    found = operator_sessions.admission()
    return _enrolment(found) if found and _has_none(found) else _elsewhere(found)


@bp.post("/enrolment")
@limiter.limit("30 per minute")
def enrol() -> Response:
    found = operator_sessions.admission()
    if not (found and _has_none(found)):
        return _elsewhere(found)
    try:
        begun, codes = operator_sign_in.enrol(*_proof(found))
    except (WrongSecondFactor, TooManyAttempts) as refusal:
        return _enrolment(found, refusal.message, refusal.status)
    _record(found, begun)
    # Shown once and kept nowhere, so they are on the answer itself.
    return operator_sessions.begin(render("operator/recovery_codes.html", codes=codes), begun.token)


@bp.post("/sign-out")
def delete() -> Response:
    return operator_sessions.end(make_response(redirect(url_for("operator.sessions.new"), 303)))


def _proof(found: OperatorAdmission) -> tuple[Installation, OperatorAdmission, str, str, datetime]:
    code = request.form.get("code", "")
    return current.installation(), found, code, request_info.address(), current.now()


def _record(found: OperatorAdmission, begun: FullSession) -> None:
    with current.installation().platform.transaction(SYSTEM) as tx:
        operator_sign_in.record(tx, found, begun, request_info.address(), current.now())


def _awaits(found: OperatorAdmission) -> bool:
    return found.session.factors == 1 and found.session.enrolled


def _has_none(found: OperatorAdmission) -> bool:
    return found.session.factors == 1 and not found.session.enrolled


def _elsewhere(found: OperatorAdmission | None) -> Response:
    place = operator_sessions.next_step(found) if found else url_for("operator.sessions.new")
    return make_response(redirect(place, 303))


def _form(email: str = "", problem: str = "", status: int = 200) -> Response:
    return render("operator/sign_in.html", status=status, email=email, problem=problem)


def _factor(found: OperatorAdmission, problem: str = "", status: int = 200) -> Response:
    return render("operator/factor.html", status=status, admission=found, problem=problem)


def _enrolment(found: OperatorAdmission, problem: str = "", status: int = 200) -> Response:
    code = segno.make(operator_sign_in.address_for_app(found), error="m")
    return render(
        "operator/enrolment.html",
        status=status,
        admission=found,
        problem=problem,
        drawing=Markup(code.svg_inline(scale=5, border=2, light="#fff", omitsize=True)),  # noqa: S704
        secret=" ".join(found.secret[i : i + 4] for i in range(0, len(found.secret), 4)),
    )
