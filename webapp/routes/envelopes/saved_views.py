"""Saved views of the envelope list."""

from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.envelopes.listing import saved_views
from webapp import current, notices
from webapp.forms.request_values import uuid_or_none
from webapp.pages.envelopes import list_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("saved_views", __name__)


@bp.get("/views")
@member_sessions.required(Permission.OWN_ACCOUNT)
def index() -> Response:
    return _page()


@bp.post("/views")
@member_sessions.required(Permission.OWN_ACCOUNT)
def create() -> Response:
    form = request.form
    filters = list_page.parse(dict(parse_qsl(form.get("filters", ""))))
    try:
        with current.transaction() as tx:
            saved_views.save(
                tx,
                uuid_or_none(form.get("view_id", "")) or uuid4(),
                form.get("name", ""),
                filters,
                "shared" in form,
                current.now(),
            )
    except Invalid as invalid:
        return list_page.show(filters.query(), invalid.errors, 422, form.get("name", ""))
    answer = make_response(redirect(list_page.address(filters), 303))
    return notices.leave(answer, gettext("View saved. You can find it beside the list."))


@bp.post("/views/<uuid:view_id>")
@member_sessions.required(Permission.OWN_ACCOUNT)
def update(view_id: UUID) -> Response:
    name, shared = request.form.get("name", ""), "shared" in request.form
    try:
        with current.transaction() as tx:
            saved_views.change(tx, view_id, name, shared)
    except Invalid as invalid:
        place = f"name-{view_id}"
        return _page({place: invalid.errors["name"]}, 422, {place: name})
    return _done(gettext("Saved."))


@bp.post("/views/<uuid:view_id>/removal")
@member_sessions.required(Permission.OWN_ACCOUNT)
def delete(view_id: UUID) -> Response:
    with current.transaction() as tx:
        saved_views.remove(tx, view_id)
    return _done(gettext("View deleted."))


def _done(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("saved_views.index"), 303)), sentence)


def _page(
    errors: dict[str, str] | None = None, status: int = 200, typed: dict[str, str] | None = None
) -> Response:
    with current.transaction() as tx:
        sidebar = saved_views.sidebar(tx)
    return render(
        "envelopes/saved_views/index.html",
        status=status,
        shelf=sidebar,
        errors=errors or {},
        typed=typed or {},
        may_share=current.member().may(Permission.MANAGE_SETTINGS),
        address=list_page.address,
    )
