"""A bulk send under way: started, paused, resumed, cancelled, tried again."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.access import Permission
from core.refusals import Invalid, sentence
from tenants.use_cases.bulk_sends import bulk_sends as use_cases
from tenants.use_cases.bulk_sends import running
from webapp import current, notices
from webapp.forms.request_values import number_of
from webapp.pages.bulk_sends import progress_page
from webapp.routes.bulk_sends import bulk_sends
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("bulk_send_runs", __name__)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/start")
@member_sessions.required(Permission.SEND_ENVELOPES)
def start(bulk_send_id: UUID) -> Response:
    """Of the rows without errors, as many as the button said."""
    form, skip = request.form, "skip_repeats" in request.form
    rows = number_of(form.get("rows_skipped" if skip else "rows", ""), -1)
    try:
        with current.transaction() as tx:
            running.start(tx, bulk_send_id, rows, skip, _rate(), current.now())
    except Invalid as invalid:
        return progress_page.show_checked(bulk_send_id, invalid.errors, 422)
    return notices.leave(bulk_sends.to(bulk_send_id), gettext("Bulk send started."))


@bp.post("/bulk-sends/<uuid:bulk_send_id>/pause")
@member_sessions.required(Permission.SEND_ENVELOPES)
def pause(bulk_send_id: UUID) -> Response:
    with current.transaction() as tx:
        running.pause(tx, bulk_send_id, current.now())
    return bulk_sends.to(bulk_send_id)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/resumption")
@member_sessions.required(Permission.SEND_ENVELOPES)
def resume(bulk_send_id: UUID) -> Response:
    """Also with another rate while it runs."""
    try:
        with current.transaction() as tx:
            running.resume(tx, bulk_send_id, _rate(), current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            bulk = use_cases.get(tx, bulk_send_id)
        return progress_page.show(bulk, invalid.errors, 422)
    return bulk_sends.to(bulk_send_id)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/cancellation")
@member_sessions.required(Permission.SEND_ENVELOPES)
def cancel(bulk_send_id: UUID) -> Response:
    with current.transaction() as tx:
        running.cancel(tx, bulk_send_id, current.now())
    said = gettext("Bulk send cancelled. Envelopes that were sent stay sent.")
    return notices.leave(bulk_sends.to(bulk_send_id), said)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/retry")
@member_sessions.required(Permission.SEND_ENVELOPES)
def retry(bulk_send_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            running.retry(tx, bulk_send_id, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            bulk = use_cases.get(tx, bulk_send_id)
        return progress_page.show(bulk, invalid.errors, 422)
    return notices.leave(bulk_sends.to(bulk_send_id), gettext("Failed rows are being sent again."))


def _rate() -> int | None:
    """Rows in a minute; nothing typed is as many as possible. Raises Invalid(rate=…)."""
    text = request.form.get("rate", "").strip()
    if not text:
        return None
    rate = number_of(text)
    if not rate:
        raise Invalid(rate=sentence("Enter a number, such as 60."))
    return rate
