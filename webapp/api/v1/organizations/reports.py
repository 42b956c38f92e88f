"""What an organization uses of what it may use, and figures of what it sends."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, request, stream_with_context

from core.api.scope import Scope
from core.period import Period
from core.text import spreadsheet
from tenants.use_cases.organizations import dashboard_figures, quotas
from tenants.use_cases.organizations.dashboard_figures import DAILY, Dashboard, Share
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.organizations.report_models import (
    MonthAnswer,
    ReportAnswer,
    ReportQuery,
    ReportShare,
    ReportStep,
    UsageAnswer,
    UsagesAnswer,
)
from webapp.api.v1.queries import reading

bp = Blueprint("reports", __name__)
Row = tuple[date, str, dict[str, int]]


@bp.get("/usage")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(UsagesAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=UsagesAnswer),
    operation_id="get_usage",
)
def usage() -> Response:
    """See what is used of what there is a limit for"""
    with current.transaction() as tx:
        found = quotas.usages(tx, current.now())
        steps = dashboard_figures.by_month(tx, current.now())
    told = [UsageAnswer(kind=u.kind, used=u.used, limit=u.limit, renews_on=u.renews) for u in found]
    months = [MonthAnswer(month=s.period.first, sent=s.sent, completed=s.completed) for s in steps]
    return responses.shown(UsagesAnswer(quotas=told, months=months))


@bp.get("/reports/envelopes")
@authentication.required(Scope.ORGANIZATION, Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(ReportAnswer, base=ReportQuery),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ReportAnswer),
    operation_id="get_envelope_report",
)
def show() -> Response:
    """See figures of what was sent and completed in a time"""
    asked: ReportQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        time = Period(asked.first, asked.last)
        found = dashboard_figures.report(tx, time, asked.sender_id)
    return responses.shown(_answer(found))


@bp.get("/reports/envelopes.csv")
@authentication.required(Scope.ORGANIZATION, Scope.ENVELOPES_READ)
@documentation.validate(
    query=ReportQuery,
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=None),
    operation_id="get_envelope_report_as_csv",
)
def table() -> Response:
    """Download the figures of each day and sender as CSV"""
    asked: ReportQuery = request.context.query  # type: ignore[attr-defined]
    rows = _days(Period(asked.first, asked.last), asked)
    first = next(rows, None)  # so that a refusal is answered as one

    def lines() -> Iterator[str]:
        yield spreadsheet.line(["day", "sender", *DAILY])
        for day, name, figures in (*([first] if first else []), *rows):
            yield spreadsheet.line([day.isoformat(), name, *(figures.get(n, 0) for n in DAILY)])

    response = Response(stream_with_context(lines()), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="envelopes.csv"'
    return response


def _days(time: Period, asked: ReportQuery) -> Iterator[Row]:
    """Month by month, a transaction each. Raises NotFound."""
    for month in dashboard_figures.months(time):
        with current.transaction() as tx:
            yield from dashboard_figures.days(tx, month, asked.sender_id)


def _answer(found: Dashboard) -> ReportAnswer:
    return ReportAnswer(
        first=found.period.first,
        last=found.period.last,
        now=found.now,
        figures=found.figures,
        unit=found.unit,
        steps=[
            ReportStep(first=s.period.first, last=s.period.last, sent=s.sent, completed=s.completed)
            for s in found.steps
        ],
        senders=[_share(share) for share in found.senders],
        templates=[_share(share) for share in found.templates],
    )


def _share(share: Share) -> ReportShare:
    return ReportShare(
        id=share.id,
        name=share.name,
        sent=share.sent,
        completed=share.completed,
        seconds=share.seconds,
    )
