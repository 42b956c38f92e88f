"""The documents of a draft: a program edits pages, combines images, decides about signed PDFs."""

from uuid import UUID, uuid5

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.documents.earlier_signatures import Handling
from core.documents.edited_page import BLANK, EditedPage
from core.envelopes.envelope import Envelope
from tenants.openers import document_pages, image_combining
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.page_models import (
    EditedPages,
    GivenPassword,
    NewCombination,
    NewHandling,
    NewPage,
    RestoreQuery,
)

bp = Blueprint("documents", __name__, url_prefix="/envelopes/<uuid:envelope_id>/documents")
CHANGED = answers(400, 401, 403, 404, 409, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer)


@bp.put("/<uuid:document_id>/pages")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(json=EditedPages, resp=CHANGED, operation_id="edit_pages")
def edit_pages(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Turn, move, delete, insert and redact pages

    The document gets a new id, and is processed once more. Fields stay on what they lie on. The
    same request sent again changes nothing.
    """
    asked: EditedPages = request.context.json  # type: ignore[attr-defined]
    new_id = uuid5(document_id, asked.model_dump_json())
    if envelope := _with(envelope_id, new_id):
        return _shown(envelope)
    edits, may_lose = list(map(_edit, asked.pages)), asked.remove_fields
    return _shown(
        document_pages.edit(
            *(current.acting(), envelope_id, document_id, new_id, edits, may_lose, current.now())
        )
    )


@bp.delete("/<uuid:document_id>/pages")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    query=RestoreQuery,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="restore_pages",
)
def restore_pages(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Undo all edits of the pages

    The document has the pages of its file again, and a new id.
    """
    asked: RestoreQuery = request.context.query  # type: ignore[attr-defined]
    new_id, may_lose = uuid5(document_id, "restored"), asked.remove_fields
    if envelope := _with(envelope_id, new_id):
        return _shown(envelope)
    return _shown(
        document_pages.edit(
            *(current.acting(), envelope_id, document_id, new_id, None, may_lose, current.now())
        )
    )


@bp.put("/<uuid:document_id>/handling")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(json=NewHandling, resp=CHANGED, operation_id="handle_document")
def handle(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Attach a signed PDF unchanged, or add signatures to it

    Only for one that is digitally signed already; “signed_before” of the document says so.
    """
    asked: NewHandling = request.context.json  # type: ignore[attr-defined]
    handling, now = Handling(asked.handling), current.now()
    with current.transaction() as tx:
        envelope = draft_uploads.handle(tx, envelope_id, document_id, handling, now)
    return _shown(envelope)


@bp.put("/<uuid:document_id>/password")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(json=GivenPassword, resp=CHANGED, operation_id="give_password")
def give_password(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Open a PDF that needs a password

    For a document that was rejected as “password_needed” or “wrong_password”. It is processed once
    more.
    """
    asked: GivenPassword = request.context.json  # type: ignore[attr-defined]
    with current.transaction() as tx:
        envelope = draft_uploads.give_password(
            tx, envelope_id, document_id, asked.password, current.now()
        )
    return _shown(envelope)


@bp.post("/combination")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(json=NewCombination, resp=CHANGED, operation_id="combine_images")
def combine(envelope_id: UUID) -> Response:
    """
    Combine images into one document

    It takes the place of the first of them, with the fields of all. The same request sent again
    changes nothing.
    """
    asked: NewCombination = request.context.json  # type: ignore[attr-defined]
    new_id = uuid5(envelope_id, "combined " + " ".join(sorted(map(str, asked.documents))))
    if envelope := _with(envelope_id, new_id):
        return _shown(envelope)
    return _shown(
        image_combining.combine(
            current.acting(), envelope_id, asked.documents, new_id, current.now()
        )
    )


@bp.post("/<uuid:document_id>/split")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 413, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="split_images",
)
def split(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Split a combined document

    Each of its images is a document of its own again.
    """
    return _shown(image_combining.split(current.acting(), envelope_id, document_id, current.now()))


def _edit(asked: NewPage) -> EditedPage:
    if asked.blank:
        return EditedPage(BLANK, size=(asked.blank.width, asked.blank.height))
    boxes = tuple((box.x, box.y, box.width, box.height) for box in asked.redact)
    return EditedPage(asked.page or BLANK, asked.turn, boxes)


def _with(envelope_id: UUID, document_id: UUID) -> Envelope | None:
    """The envelope, if it has this document: what makes it was asked before. Raises NotFound."""
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    return envelope if any(d.id == document_id for d in envelope.documents) else None


def _shown(envelope: Envelope) -> Response:
    return responses.shown(answer_of(envelope))
