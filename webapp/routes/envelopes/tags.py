"""Tags: coloured words on envelopes, and the page where they are kept."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.envelopes.listing import tags
from webapp import current, notices
from webapp.forms.request_values import number_of, uuid_or_none
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("tags", __name__)


@bp.get("/tags")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index() -> Response:
    return _page()


@bp.post("/tags")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    form = request.form
    tag_id = uuid_or_none(form.get("tag_id", "")) or uuid4()
    name, hue = form.get("name", ""), number_of(form.get("hue", ""))
    try:
        with current.transaction() as tx:
            tags.make(tx, tag_id, name, hue, current.now())
    except Invalid as invalid:
        return _page(invalid.errors, 422, form)
    return _done(gettext("Tag added."))


@bp.post("/tags/<uuid:tag_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(tag_id: UUID) -> Response:
    name, hue = request.form.get("name", ""), number_of(request.form.get("hue", ""))
    try:
        with current.transaction() as tx:
            tags.change(tx, tag_id, name, hue)
    except Invalid as invalid:
        typed = {f"name-{tag_id}": name, f"hue-{tag_id}": str(hue)}
        return _page({f"name-{tag_id}": invalid.errors["name"]}, 422, typed)
    return _done(gettext("Saved."))


@bp.post("/tags/<uuid:tag_id>/removal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(tag_id: UUID) -> Response:
    with current.transaction() as tx:
        tags.remove(tx, tag_id, current.now())
    return _done(gettext("Tag deleted. The envelopes were kept."))


def _done(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("tags.index"), 303)), sentence)


def _page(
    errors: dict[str, str] | None = None, status: int = 200, typed: Mapping[str, str] | None = None
) -> Response:
    with current.transaction() as tx:
        known = tags.tags(tx)
    return render(
        "envelopes/tags/index.html",
        status=status,
        tags=known,
        errors=errors or {},
        typed=typed or {},
        new_id=uuid4(),
        hues=_hues(),
    )


def _hues() -> list[str]:
    """Told by their names: no one has to see a colour to choose one."""
    return [
        gettext("Blue"),
        gettext("Orange"),
        gettext("Green"),
        gettext("Purple"),
        gettext("Teal"),
        gettext("Yellow"),
        gettext("Pink"),
        gettext("Violet"),
    ]
