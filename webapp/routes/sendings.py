"""Sending an envelope: its name and message as they stand in the form, then off it goes."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.details import DetailsMissing
from core.refusals import Invalid, NothingToSend
from tenants.use_cases import drafting, reading, sending
from webapp import current, draft_page, member_sessions, quantities
from webapp.translating import gettext

bp = Blueprint("sendings", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/sending")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    """Sending what was sent already leads to its page."""
    typed = {name: request.form.get(name, "") for name in ("name", "message")}
    member, now = current.member(), current.now()
    envelope = reading.envelope(member, envelope_id)
    try:
        if envelope.status == "draft":
            drafting.rename(member, envelope_id, now=now, **typed)
        sending.send(member, envelope_id, now)
    except Invalid as invalid:
        return draft_page.show(envelope, status=422, errors=invalid.errors, **typed)
    except NothingToSend as refusal:
        envelope = reading.envelope(member, envelope_id)
        return draft_page.show(envelope, status=409, state="refused", notice=refusal.message)
    except DetailsMissing as refusal:
        envelope = reading.envelope(member, envelope_id)
        told = gettext(refusal.message, **quantities.told(refusal.values))
        return draft_page.show(envelope, status=409, state="refused", notice=told)
    return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
