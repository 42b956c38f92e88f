"""What is noted about an envelope: its external id, custom fields, entries of its own."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.envelopes import envelope_details, reading
from webapp import current, notices
from webapp.pages.envelopes import details_form, draft_form, draft_page, saved_draft_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("details", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/details")
@member_sessions.required(Permission.READ_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        noted = envelope_details.of(tx, envelope_id)
    return render(
        "envelopes/details/edit.html", "panel", envelope=envelope, **details_form.context(noted)
    )


@bp.post("/envelopes/<uuid:envelope_id>/details")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    if draft_form.sent():
        return _kept_in_its_page(envelope_id)
    external_id, values, entries = details_form.typed()
    try:
        with current.transaction() as tx:
            envelope_details.change(tx, envelope_id, external_id, values, entries, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
            noted = envelope_details.of(tx, envelope_id)
        context = details_form.context(noted) | {
            "noting": {"external_id": external_id, "values": details_form.named(values)},
            "noting_entries": details_form.rows(entries),
            "noting_errors": invalid.errors,
        }
        return render(
            "envelopes/details/edit.html", "panel", status=422, envelope=envelope, **context
        )
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="noted")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _kept_in_its_page(envelope_id: UUID) -> Response:
    rows = draft_form.rows()
    kept = draft_form.keep(envelope_id, rows)
    again = saved_draft_page.not_saved(kept, rows)
    return again or draft_page.saved(kept.envelope, anchor="noted", new=not kept.stored)
