"""An editor's page: who comes after them, as they may change it."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases.envelopes import sending
from tenants.use_cases.signing import editing_people
from webapp import current
from webapp.http import request_info
from webapp.pages.envelopes import correction_form
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions

bp = Blueprint("edits", __name__)


@bp.post("/edits")
def create(recipient_id: UUID) -> Response:
    """Saved; with `done` the editor has finished, too, and with `then` goes on to fields."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    typed, done = correction_form.people(ceremony.whole), "done" in request.form
    try:
        sending.count(ceremony.organization)
        with current.transaction() as tx:
            today = ceremony_page.today(ceremony)
            origin, now = request_info.origin(), current.now()
            editing_people.edit(tx, typed, done, today, origin, now)
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors, typed=request.form)
    then = "signings.field_edits.edit" if "then" in request.form else "signings.show"
    return make_response(redirect(url_for(then, recipient_id=recipient_id), 303))
