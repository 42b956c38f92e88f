"""One action on many envelopes: chosen in the list, confirmed, followed to its end."""

from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.listing import bulk_action
from core.envelopes.listing.bulk_action import BulkKind
from core.envelopes.listing.filters import Filters
from core.refusals import Invalid, NotFound
from tenants.use_cases.envelopes.listing import bulk_actions, saved_views
from webapp import current
from webapp.forms.request_values import uuid_of, uuid_or_none
from webapp.pages.envelopes import bulk_zip, list_page
from webapp.render import render, unchanged
from webapp.sessions import member_sessions

bp = Blueprint("bulk_actions", __name__)


@bp.post("/bulk-actions/new")
@member_sessions.required(Permission.OWN_ACCOUNT)
def new() -> Response:
    """What was ticked, and what is to be done with it: asked once more before it is done."""
    try:
        return _ask()
    except Invalid as invalid:
        return list_page.show(_filters().query(), invalid.errors, 422)


@bp.post("/bulk-actions")
@member_sessions.required(Permission.OWN_ACCOUNT)
def create() -> Response:
    form = request.form
    bulk_id = uuid_or_none(form.get("bulk_id", "")) or uuid4()
    try:
        bulk = bulk_action.parse(
            _kind(), {n: form.get(n, "") for n in ("reason", "folder_id", "tag_id")}
        )
        with current.transaction() as tx:
            bulk_actions.start(tx, bulk_id, bulk, _chosen(), current.now())
    except Invalid as invalid:
        return _ask(invalid.errors, 422)
    except ValueError:
        raise NotFound from None
    return make_response(redirect(url_for("bulk_actions.show", bulk_id=bulk_id), 303))


@bp.get("/bulk-actions/<uuid:bulk_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(bulk_id: UUID) -> Response:
    with current.transaction() as tx:
        progress = bulk_actions.progress(tx, bulk_id)
    return unchanged(progress.version) or render(
        "envelopes/bulk_actions/show.html", "bulk_progress", progress=progress
    )


@bp.get("/bulk-actions/<uuid:bulk_id>/envelopes.zip")
@member_sessions.required(Permission.READ_ENVELOPES)
def download(bulk_id: UUID) -> Response:
    with current.transaction() as tx:
        items = bulk_actions.files(tx, bulk_id)
    parts = bulk_zip.parts(current.member(), bulk_id, items)
    response = Response(parts, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(current.now())}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _ask(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    kind, chosen, filters = _kind(), _chosen(), _filters()
    with current.transaction() as tx:
        number, sidebar = bulk_actions.count(tx, chosen), saved_views.sidebar(tx)
    return render(
        "envelopes/bulk_actions/new.html",
        status=status,
        kind=kind,
        ids=chosen if isinstance(chosen, list) else [],
        number=number,
        everything=isinstance(chosen, Filters),
        filters=filters,
        address=list_page.address,
        words=request.form.get("filters", ""),
        shelf=sidebar,
        typed=request.form,
        errors=errors or {},
        new_id=uuid4(),
    )


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in list(BulkKind):
        raise NotFound
    return kind


def _chosen() -> list[UUID] | Filters:
    if "everything" in request.form:
        return _filters()
    return [uuid_of(text) for text in request.form.getlist("envelope")]


def _filters() -> Filters:
    return list_page.parse(dict(parse_qsl(request.form.get("filters", ""))))


def _name(now: datetime) -> str:
    return f"envelopes-{now:%Y-%m-%d}.zip"
