"""A recipient tells the operator about a sender."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.operator.moderation import REPORT_REASONS
from core.refusals import Invalid
from core.sign_in.refusals import TooManyAttempts
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import reporting_abuse
from webapp import current
from webapp.http import request_info
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("abuse_reports", __name__)


@bp.get("/report")
def new(recipient_id: UUID) -> Response:
    """The form; thanks, if the recipient has reported already."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        reported = reporting_abuse.is_reported(tx, ceremony)
    if reported:
        return render(
            "signing/abuse_reports/sent.html", ceremony=ceremony, envelope=ceremony.envelope
        )
    return _form(ceremony)


@bp.post("/report")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    reason, words = request.form.get("reason", ""), request.form.get("words", "")
    write_back = bool(request.form.get("write_back"))
    try:
        reporting_abuse.count(current.installation(), request_info.address())
        with current.transaction() as tx:
            reporting_abuse.report(tx, ceremony, reason, words, write_back)
    except Invalid as invalid:
        return _form(ceremony, 422, errors=invalid.errors)
    except TooManyAttempts as refusal:
        return _form(ceremony, refusal.status, problem=refusal.message)
    return make_response(
        redirect(url_for("signings.abuse_reports.new", recipient_id=recipient_id), 303)
    )


def _form(
    ceremony: Ceremony,
    status: int = 200,
    errors: dict[str, str] | None = None,
    problem: str = "",
) -> Response:
    return render(
        "signing/abuse_reports/new.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        reasons=REPORT_REASONS,
        reason=request.form.get("reason", ""),
        words=request.form.get("words", ""),
        write_back=bool(request.form.get("write_back")),
        errors=errors or {},
        problem=problem,
    )
