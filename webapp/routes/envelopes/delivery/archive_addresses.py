"""Where a draft is mailed to when it is completed, besides its recipients."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.delivery import archive
from core.envelopes.envelope import Status
from core.refusals import Invalid
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.delivery import archive_mail
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("archive_addresses", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/archive")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    return _page(envelope_id)


@bp.post("/envelopes/<uuid:envelope_id>/archive")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            archive_mail.choose(tx, envelope_id, request.form.get("archive", ""), current.now())
    except Invalid as invalid:
        return _page(envelope_id, invalid.errors, 422)
    place = url_for("envelopes.show", envelope_id=envelope_id)
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _page(envelope_id: UUID, errors: Mapping[str, str] = {}, status: int = 200) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    typed = request.form.get("archive", archive.text(envelope.archive))
    return render(
        "envelopes/archive/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        typed=typed,
        errors=errors,
    )
