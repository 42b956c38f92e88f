"""From whom a document of a draft is hidden, and whether it is signed or only read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents.supplement import Supplement
from core.envelopes import groups
from core.envelopes.envelope import Envelope, Status
from core.refusals import Invalid, NotFound, sentence
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import reading
from webapp import current, notices
from webapp.forms.request_values import uuid_of
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("document_visibility", __name__)
SUPPLEMENTS = (
    (Supplement.NONE, sentence("Fill in and sign the fields that you place")),
    (Supplement.VIEW, sentence("Read only: they open it before they finish")),
    (Supplement.ACCEPT, sentence("Read and accept: they open and accept it before they finish")),
)


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/visibility")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID, document_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    document = envelope.document(document_id)
    return _page(envelope, document_id, document.hidden_from, document.supplement)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/visibility")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID, document_id: UUID) -> Response:
    """Of the recipients that the page named, those that were not ticked see nothing of it."""
    shown = set(request.form.getlist("shown"))
    hidden = {uuid_of(id) for id in request.form.getlist("recipient") if id not in shown}
    supplement = _supplement(request.form.get("supplement", ""))
    try:
        with current.transaction() as tx:
            args = (envelope_id, document_id, hidden, supplement)
            document_visibility.show(tx, *args, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.changeable(tx, envelope_id)
        return _page(envelope, document_id, hidden, supplement, invalid.errors, 422)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="documents")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _supplement(given: str) -> Supplement:
    """Raises NotFound."""
    try:
        return Supplement(given)
    except ValueError:
        raise NotFound from None


def _page(
    envelope: Envelope,
    document_id: UUID,
    hidden: Collection[UUID],
    supplement: Supplement,
    errors: Mapping[str, str] = {},
    status: int = 200,
) -> Response:
    fields = (f for f in envelope.fields if f.document_id == document_id)
    return render(
        "documents/visibility/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        people=groups.firsts(envelope.recipients),
        document=envelope.document(document_id),
        hidden=set(hidden),
        supplement=supplement,
        supplements=SUPPLEMENTS,
        with_field={id for field in fields for id in field.recipient_ids},
        errors=errors,
    )
