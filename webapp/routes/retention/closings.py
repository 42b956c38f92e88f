"""Closing the organization, and keeping it open after all."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.retention import closing
from tenants.use_cases.retention import organization_closing
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions, reauthentication
from webapp.text.translation import gettext

bp = Blueprint("closings", __name__)


@bp.get("/settings/closing")
@member_sessions.required(Permission.CLOSE_ORGANIZATION)
def show() -> Response:
    return _page("", {})


@bp.post("/settings/closing")
@member_sessions.required(Permission.CLOSE_ORGANIZATION)
def create() -> Response:
    slug = request.form.get("slug", "")
    try:
        closing.check_slug(slug, current.member().slug)
        proof = reauthentication.proof()
        with current.transaction() as tx:
            organization_closing.close(tx, proof, current.now())
    except Invalid as invalid:
        return _page(slug, invalid.errors)
    return _back(gettext("The organization will be closed. You can cancel this before it closes."))


@bp.post("/settings/closing/calling-off")
@member_sessions.required(Permission.CLOSE_ORGANIZATION)
def call_off() -> Response:
    with current.transaction() as tx:
        organization_closing.keep(tx, current.now())
    return _back(gettext("The organization stays open."))


def _page(slug: str, errors: dict[str, str]) -> Response:
    with current.transaction() as tx:
        status, held = organization_closing.status(tx)
    return render(
        "retention/closings/show.html",
        status=422 if errors else 200,
        closing=status,
        held=held,
        slug=slug,
        errors=errors,
    )


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("closings.show"), 303)), sentence)
