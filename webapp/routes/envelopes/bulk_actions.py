"""One action on several envelopes: a few at once and in place, many followed to their end."""

from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.listing import bulk_action
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.refusals import Invalid, NotFound
from tenants.use_cases.envelopes.listing import bulk_actions, bulk_at_once, saved_views
from webapp import current, notices
from webapp.forms.request_values import uuid_of, uuid_or_none
from webapp.http import request_info
from webapp.notices import NoticeAction, NoticeKind
from webapp.pages.envelopes import bulk_notice, bulk_zip, list_page
from webapp.render import render, unchanged
from webapp.sessions import member_sessions
from webapp.text.translation import translated

bp = Blueprint("bulk_actions", __name__)


@bp.post("/bulk-actions/new")
@member_sessions.required(Permission.OWN_ACCOUNT)
def new() -> Response:
    """What is to be done with the selected envelopes, asked where it needs an answer."""
    try:
        if _kind() == BulkKind.DELETE and _few():
            return _do(uuid4(), BulkRequest(BulkKind.DELETE))
        return _ask()
    except Invalid as invalid:
        return _nothing_chosen(invalid)


@bp.post("/bulk-actions")
@member_sessions.required(Permission.OWN_ACCOUNT)
def create() -> Response:
    form = request.form
    try:
        bulk = bulk_action.parse(
            _kind(), {n: form.get(n, "") for n in ("reason", "folder_id", "tag_id")}
        )
    except Invalid as invalid:
        return _ask(invalid.errors, 422)
    except ValueError:
        raise NotFound from None
    try:
        return _do(uuid_or_none(form.get("bulk_id", "")) or uuid4(), bulk)
    except Invalid as invalid:
        return _nothing_chosen(invalid)


@bp.post("/bulk-actions/<uuid:bulk_id>/undo")
@member_sessions.required(Permission.SEND_ENVELOPES)
def undo(bulk_id: UUID) -> Response:
    with current.transaction() as tx:
        back, left = bulk_at_once.undo(tx, bulk_id, current.now())
    return _list_again(bulk_notice.undone(back, left), done=back > 0)


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


def _do(bulk_id: UUID, bulk: BulkRequest) -> Response:
    """A few at once, many by a job. Raises Invalid when none is chosen."""
    with current.transaction() as tx:
        ids = bulk_actions.chosen_ids(tx, _chosen())
        few = len(ids) < bulk_action.AT_ONCE_LIMIT
        if bulk.kind.reads_only or not few:
            bulk_actions.start(tx, bulk_id, bulk, ids, current.now())
        else:
            bulk_at_once.act(tx, bulk_id, bulk, ids, current.now())
            progress, about = bulk_actions.progress(tx, bulk_id), bulk_actions.about(tx, bulk)
    if not few:
        return _go(url_for("bulk_actions.show", bulk_id=bulk_id))
    if bulk.kind.reads_only:
        return _go(url_for("bulk_actions.download", bulk_id=bulk_id))
    return _list_again(
        bulk_notice.done(progress, about),
        done=progress.done > 0,
        action=bulk_notice.undo(progress, bulk_id, request.form.get("filters", "")),
    )


def _few() -> bool:
    with current.transaction() as tx:
        return len(bulk_actions.chosen_ids(tx, _chosen())) < bulk_action.AT_ONCE_LIMIT


def _list_again(said: str, done: bool, action: NoticeAction | None = None) -> Response:
    """Where one was, with a notice of what was done there."""
    if request_info.wants_fragment():
        status = 200 if done else 409
        return list_page.show(_given(), status=status, notice=said, notice_action=action)
    answer = make_response(redirect(list_page.address(_filters(), **_given()), 303))
    return notices.leave(answer, said, NoticeKind.DONE if done else NoticeKind.PROBLEM, action)


def _nothing_chosen(invalid: Invalid) -> Response:
    if request_info.wants_fragment():
        return list_page.show(_given(), status=422, notice=translated(bulk_actions.NOTHING_CHOSEN))
    return list_page.show(_given(), invalid.errors, 422)


def _go(address: str) -> Response:
    if request_info.wants_fragment():
        answer = make_response("", 200)
        answer.headers["HX-Redirect"] = address
        return answer
    return make_response(redirect(address, 303))


def _ask(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    kind, chosen = _kind(), _chosen()
    with current.transaction() as tx:
        ids, sidebar = bulk_actions.chosen_ids(tx, chosen), saved_views.sidebar(tx)
        on = tx.tags.on(ids) if kind == BulkKind.UNTAG else None
    return render(
        "envelopes/bulk_actions/new.html",
        "bulk_question",
        status=status,
        kind=kind,
        ids=chosen if isinstance(chosen, list) else [],
        number=len(ids),
        everything=isinstance(chosen, Filters),
        filters=_filters(),
        address=list_page.address,
        words=request.form.get("filters", ""),
        shelf=sidebar,
        on=on,
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
    return list_page.parse(_given())


def _given() -> dict[str, str]:
    """The parameters of the list's address."""
    given = dict(parse_qsl(request.form.get("filters", "")))
    after = {"after": given["after"]} if "after" in given else {}
    return list_page.parse(given).query() | after


def _name(now: datetime) -> str:
    return f"envelopes-{now:%Y-%m-%d}.zip"
