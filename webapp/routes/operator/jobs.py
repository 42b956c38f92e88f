"""Jobs of all organizations: how many wait, and what to do with those that were given up."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.jobs import KINDS
from tenants.use_cases import tending_jobs
from webapp import current, notices, operator_sessions
from webapp.render import render
from webapp.translating import ngettext

bp = Blueprint("jobs", __name__)


@bp.get("/jobs")
@operator_sessions.required
def index() -> Response:
    operator = operator_sessions.operator()
    return render(
        "operator/jobs.html",
        counts=tending_jobs.counts(operator),
        dead=tending_jobs.dead_of(operator),
        counted=tending_jobs.COUNTED,
        shown=tending_jobs.SHOWN,
    )


@bp.post("/jobs/retries")
@operator_sessions.required
def retry() -> Response:
    count = tending_jobs.retry(operator_sessions.operator(), *_chosen(), current.now())
    return _back(ngettext("%(num)d job is tried again.", "%(num)d jobs are tried again.", count))


@bp.post("/jobs/dismissals")
@operator_sessions.required
def dismiss() -> Response:
    count = tending_jobs.dismiss(operator_sessions.operator(), *_chosen(), current.now())
    return _back(ngettext("%(num)d job was dismissed.", "%(num)d jobs were dismissed.", count))


def _chosen() -> tuple[str | None, UUID | None]:
    """A kind and perhaps one job of it; without both it is every dead job."""
    kind = request.form.get("kind", "")
    return (kind if kind in KINDS else None), request.form.get("job_id", type=UUID)


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("operator.jobs.index"), 303)), sentence)
