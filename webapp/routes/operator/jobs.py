"""Jobs of all organizations: how many wait, and what to do with those that were given up."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.jobs.kinds import KINDS
from core.refusals import Invalid, sentence
from tenants.use_cases.jobs import dead_jobs
from webapp import current, notices
from webapp.render import render
from webapp.sessions import operator_sessions
from webapp.text.translation import ngettext

bp = Blueprint("jobs", __name__)


@bp.get("/jobs")
@operator_sessions.required
def index() -> Response:
    with current.transaction() as tx:
        counts, dead = dead_jobs.counts(tx), dead_jobs.dead(tx.operator_functions)
    return render(
        "operator/jobs.html",
        counts=counts,
        dead=dead,
        counted=dead_jobs.COUNTED,
        shown=dead_jobs.SHOWN,
    )


@bp.post("/jobs/retries")
@operator_sessions.required
def retry() -> Response:
    chosen = _chosen()
    with current.transaction() as tx:
        count = dead_jobs.retry(tx, *chosen, current.now())
    return _back(ngettext("Retrying %(num)d job.", "Retrying %(num)d jobs.", count))


@bp.post("/jobs/dismissals")
@operator_sessions.required
def dismiss() -> Response:
    chosen = _chosen()
    with current.transaction() as tx:
        count = dead_jobs.dismiss(tx, *chosen, current.now())
    return _back(ngettext("%(num)d job dismissed.", "%(num)d jobs dismissed.", count))


def _chosen() -> tuple[str | None, UUID | None]:
    """One job, all of a kind, or every dead job. Raises Invalid rather than guess."""
    kind, job_id = request.form.get("kind", ""), request.form.get("job_id", type=UUID)
    if job_id is not None:
        return None, job_id
    if kind in KINDS:
        return kind, None
    if not request.form.get("every"):
        raise Invalid(kind=sentence("Choose one job, one kind of job, or all of them."))
    return None, None


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("operator.jobs.index"), 303)), sentence)
