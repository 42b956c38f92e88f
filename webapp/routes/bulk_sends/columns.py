"""Which column of a bulk send's table is which."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.bulk_sends import row_checking, table_intake
from webapp import current
from webapp.forms.request_values import number_of
from webapp.pages.bulk_sends import columns_page
from webapp.routes.bulk_sends import bulk_sends
from webapp.sessions import member_sessions

bp = Blueprint("bulk_send_columns", __name__)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/columns")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(bulk_send_id: UUID) -> Response:
    """Kept as they are chosen; with the one button all rows are checked, too."""
    mapping, encoding = columns_page.typed(), request.form.get("encoding", "")
    with current.transaction() as tx:
        was = row_checking.choose(tx, bulk_send_id, mapping)
        anew = bool(encoding) and encoding != was.encoding
        if anew:
            table_intake.choose_encoding(tx, bulk_send_id, encoding)
    if request.form.get("action") == "check" and not anew:
        try:
            with current.transaction() as tx:
                row_checking.begin_checks(tx, bulk_send_id)
        except Invalid as invalid:
            return columns_page.show(bulk_send_id, invalid.errors, 422)
        return bulk_sends.to(bulk_send_id)
    row = max(number_of(request.form.get("row", ""), 1), 1)
    here = url_for("bulk_sends.show", bulk_send_id=bulk_send_id, row=row, _anchor="bulk_preview")
    return make_response(redirect(here, 303))
