"""Asking the sender for the documents on paper."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("paper_requests", __name__)


@bp.get("/paper")
def new(recipient_id: UUID) -> Response:
    """The question; once it was asked, that the sender was told."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not ceremony_page.may_still_choose(ceremony):
        return ceremony_page.page(ceremony)
    return _form(ceremony)


@bp.post("/paper")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    origin, now = request_info.origin(), current.now()
    try:
        with current.transaction() as tx:
            signing_ceremony.ask_for_paper(tx, request.form.get("words", ""), origin, now)
    except Invalid as invalid:
        return _form(ceremony, 422, invalid.errors)
    page = url_for("signings.paper_requests.new", recipient_id=recipient_id)
    return make_response(redirect(page, 303))


def _form(ceremony: Ceremony, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    words = request.form.get("words", "")
    context = ceremony_page.choosing(ceremony) | {"words": words, "errors": errors or {}}
    return render("signing/paper.html", status=status, **context)
