"""Naming the people of later recipients, where the sender left it to someone before them."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.envelopes.turns import naming
from core.envelopes.turns.naming import FilledInPerson
from core.refusals import Invalid
from tenants.use_cases.envelopes import sending
from tenants.use_cases.signing import naming_people
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions

bp = Blueprint("namings", __name__)


@bp.post("/people")
def create(recipient_id: UUID) -> Response:
    ceremony, form = ceremony_sessions.load_ceremony(recipient_id), request.form
    late = naming.to_name(ceremony.whole.recipients, ceremony.recipient)
    typed = {
        r.id: FilledInPerson(
            *(form.get(f"{part}-{r.id}", "") for part in ("name", "email", "phone"))
        )
        for r in late
    }
    try:
        if late:
            sending.count(ceremony.organization)
        with current.transaction() as tx:
            today = ceremony_page.today(ceremony)
            naming_people.name(tx, typed, today, request_info.origin(), current.now())
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors, typed=typed)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
