"""A new version of a document of a draft, which keeps its fields."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope, Status
from core.refusals import Refusal, sentence
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.openers import document_upload
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("replacements", __name__)
NO_FILE = sentence("Choose the new file first.")


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/replacement")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID, document_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope, document_id)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/replacement")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, document_id: UUID) -> Response:
    file = request.files.get("file")
    problem, status = NO_FILE, 422
    if file and file.filename:
        try:
            document_upload.replace(
                current.member(),
                *(envelope_id, document_id, new_id()),
                *(file.filename, incoming_file.of(file.stream), current.now()),
            )
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
        else:
            place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="documents")
            return make_response(redirect(place, 303))
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    return _page(envelope, document_id, problem, status)


def _page(envelope: Envelope, document_id: UUID, problem: str = "", status: int = 200) -> Response:
    document = envelope.document(document_id)
    return render(
        "documents/replacement/new.html",
        "panel",
        status=status,
        envelope=envelope,
        document=document,
        fields=sum(field.document_id == document.id for field in envelope.fields),
        errors={"file": problem} if problem else {},
    )
