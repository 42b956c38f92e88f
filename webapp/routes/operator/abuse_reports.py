"""What recipients report about senders."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.operator.moderation import REPORT_REASONS, ReportStatus
from core.refusals import Invalid
from tenants.use_cases.operator import abuse_reports
from webapp import current, notices
from webapp.render import render
from webapp.routes.operator.organizations import place
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("abuse_reports", __name__)


@bp.get("/abuse-reports")
@operator_sessions.required
def index() -> Response:
    return _page()


@bp.post("/abuse-reports/<uuid:organization_id>/<uuid:envelope_id>/<uuid:recipient_id>")
@operator_sessions.required
def update(organization_id: UUID, envelope_id: UUID, recipient_id: UUID) -> Response:
    report = organization_id, envelope_id, recipient_id
    status, note = request.form.get("status", ""), request.form.get("note", "")
    try:
        with current.transaction() as tx:
            abuse_reports.note(tx, report, status, note, current.now())
    except Invalid as invalid:
        return _page(422, wrong=recipient_id, errors=invalid.errors, chosen=status, typed=note)
    shown = request.form.get("shown", "open")
    answer = make_response(redirect(url_for("operator.abuse_reports.index", status=shown), 303))
    return notices.leave(answer, gettext("Saved."))


def _page(
    code: int = 200,
    wrong: UUID | None = None,
    errors: dict[str, str] | None = None,
    chosen: str = "",
    typed: str = "",
) -> Response:
    wanted = request.values.get("shown") or request.args.get("status", "open")
    status = wanted if wanted in list(ReportStatus) else None
    after = place(request.args.get("after", ""))
    with current.transaction() as tx:
        found = abuse_reports.reports(tx, status, None, after)
    last = found.rows[-1] if found.more else None
    return render(
        "operator/abuse_reports.html",
        status=code,
        found=found,
        shown=status or "all",
        reasons=REPORT_REASONS,
        after=after,
        next=f"{last.reported_at.isoformat()}~{last.recipient_id}" if last else "",
        wrong=wrong,
        errors=errors or {},
        chosen=chosen,
        typed=typed,
    )
