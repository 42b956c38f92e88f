"""Confirming each signature by itself, with a reason and a proof of identity, before finishing."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid, NotFound
from core.signing import ceremony_logic, finishing
from core.signing.refusals import FieldsMissing
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import confirmations, signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("confirmations", __name__)


@bp.get("/confirmation")
def show(recipient_id: UUID) -> Response:
    """The next signature, or, once all are confirmed, the button that finishes."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if ceremony.unproven or ceremony.recipient.finished:
        return _to(recipient_id, "signings.show")
    return _page(ceremony)


@bp.post("/confirmation")
def create(recipient_id: UUID) -> Response:
    """A reason for the next signature; the proofs that it takes are asked for next."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    form, today = request.form, ceremony_page.today(ceremony)
    chosen, written = form.get("choice", ""), form.get("reason", "")
    field_id = form.get("field", type=UUID)
    if field_id is None:
        raise NotFound
    try:
        with current.transaction() as tx:
            args = (field_id, chosen, written, today, ceremony.session, current.now())
            confirmations.begin(tx, *args)
    except Invalid as invalid:
        return _page(ceremony, invalid.errors, 422)
    return _to(recipient_id, "signings.show")


@bp.post("/confirmation/cancel")
def cancel(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        confirmations.cancel(tx, ceremony.session)
    return _to(recipient_id, "signings.show")


@bp.post("/confirmation/completion")
def finish(recipient_id: UUID) -> Response:
    """With what is kept, which is what was confirmed."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        today, known_of = ceremony_page.today(ceremony), request.form.get("corrected", "")
        origin, now = request_info.origin(), current.now()
        signing_ceremony.finish(tx, {}, today, origin, now, corrected=known_of)
    return _to(recipient_id, "signings.show")


def _page(ceremony: Ceremony, errors: Mapping[str, str] = {}, status: int = 200) -> Response:
    """Raises what keeps a recipient from acting."""
    ceremony.check_may_read()
    id, whole, today = ceremony.recipient_id, ceremony.whole, ceremony_page.today(ceremony)
    try:
        left, _ = finishing.to_confirm(whole, id, today)
    except FieldsMissing:
        return _to(id, "signings.show")
    field = whole.field(left[0]) if left else None
    return render(
        "signing/confirmation.html",
        status=status,
        left=len(left),
        field=field,
        document=whole.document(field.document_id) if field else None,
        rules=whole.confirming,
        corrected=ceremony_logic.corrected(whole),
        choice=request.form.get("choice", ""),
        reason=request.form.get("reason", ""),
        errors=errors,
        **ceremony_page.choosing(ceremony),
    )


def _to(recipient_id: UUID, endpoint: str) -> Response:
    return make_response(redirect(url_for(endpoint, recipient_id=recipient_id), 303))
