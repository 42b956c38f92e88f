"""Folders: a page to keep them in order."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.envelopes.listing import folders, saved_views
from webapp import current, notices
from webapp.forms.request_values import uuid_or_none
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("folders", __name__)


@bp.get("/folders")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index() -> Response:
    return _page()


@bp.post("/folders")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    form = request.form
    try:
        with current.transaction() as tx:
            folders.make(
                tx,
                uuid_or_none(form.get("folder_id", "")) or uuid4(),
                form.get("name", ""),
                uuid_or_none(form.get("parent", "")),
                form.get("shown_to", "owner"),
                current.now(),
            )
    except Invalid as invalid:
        return _page(invalid.errors, 422, form)
    return _done(gettext("Folder added."))


@bp.post("/folders/<uuid:folder_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(folder_id: UUID) -> Response:
    name = request.form.get("name", "")
    try:
        with current.transaction() as tx:
            folders.rename(tx, folder_id, name)
    except Invalid as invalid:
        place = f"name-{folder_id}"
        return _page({place: invalid.errors["name"]}, 422, {place: name})
    return _done(gettext("Saved."))


@bp.post("/folders/<uuid:folder_id>/removal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(folder_id: UUID) -> Response:
    with current.transaction() as tx:
        folders.remove(tx, folder_id, current.now())
    return _done(gettext("Folder deleted. Its contents were kept."))


def _done(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("folders.index"), 303)), sentence)


def _page(
    errors: dict[str, str] | None = None, status: int = 200, typed: Mapping[str, str] | None = None
) -> Response:
    with current.transaction() as tx:
        sidebar = saved_views.sidebar(tx)
    return render(
        "envelopes/folders/index.html",
        status=status,
        shelf=sidebar,
        errors=errors or {},
        typed=typed or {},
        new_id=uuid4(),
    )
