"""The documents of an envelope: seen and downloaded; of a draft added, named, ordered, removed."""

import base64
import time
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.envelopes.envelope import Envelope
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile
from tenants.identifiers import new_id
from tenants.openers import document_upload
from tenants.openers.page_readers import MemberReader
from tenants.store.documents.page_images import PageId
from tenants.transaction import Transaction
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.docusign import downloads
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.drafts import listed_documents
from tenants.use_cases.evidence import sealed_files
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.document_models import DocumentAnswer, NewDocument
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.drafts.draft_document_models import (
    DocumentListAnswer,
    DocumentName,
    DocumentOrder,
    DraftDocumentForm,
    FileQuery,
    NewDraftDocument,
    PageQuery,
)
from webapp.api.v1.envelopes import envelope_responses, url_documents
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_answers import document_answer
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading as reading_query
from webapp.api.v1.repeatable import Answering, once_opened
from webapp.pages.documents import document_pages
from webapp.routes.evidence.sealed_files import attachment as saved

bp = Blueprint("draft_documents", __name__, url_prefix="/envelopes/<uuid:envelope_id>/documents")
CHANGED = answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer)


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading_query(DocumentAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_304=None, HTTP_200=DocumentListAnswer),
    operation_id="list_documents",
)
def index(envelope_id: UUID) -> Response:
    """
    List the documents of an envelope

    Whether they are ready, or why they were rejected; all of them on one page.
    """
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    items = [document_answer(document) for document in envelope.documents]
    return responses.page(DocumentListAnswer, items, None)


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewDraftDocument,
    form=DraftDocumentForm,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_201=DocumentAnswer),
    operation_id="add_document",
)
def create(envelope_id: UUID) -> Response:
    """
    Add a document to a draft

    After the others. It is processing until its pages are known, or is rejected with a reason.
    """
    document_id, now = new_id(), current.now()

    def act(opener: Answering) -> None:
        with opener.transaction() as tx:  # before anything is fetched
            draft_uploads.check_upload(tx, envelope_id, document_id, "", 1, now)
        name, data = _file()
        document_upload.upload(opener, envelope_id, document_id, name, data, now)

    def answer(tx: Transaction, envelope: Envelope) -> Response:
        place = url_for(
            "api_v1.draft_documents.show", envelope_id=envelope_id, document_id=document_id
        )
        return responses.created(place, document_answer(envelope.document(document_id)))

    return once_opened(act, answer, lambda tx: envelope_responses.check_match(tx, envelope_id))


@bp.get("/<uuid:document_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading_query(DocumentAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_304=None, HTTP_200=DocumentAnswer),
    operation_id="get_document",
)
def show(envelope_id: UUID, document_id: UUID) -> Response:
    """See a document"""
    with current.transaction() as tx:
        found = reading.envelope(tx, envelope_id).document(document_id)
    return responses.shown(document_answer(found))


@bp.patch("/<uuid:document_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=DocumentName, headers=IdempotencyHeader, resp=CHANGED, operation_id="rename_document"
)
def rename(envelope_id: UUID, document_id: UUID) -> Response:
    """Rename a document of a draft"""
    asked: DocumentName = request.context.json  # type: ignore[attr-defined]
    args = (envelope_id, document_id, asked.name, current.now())
    return changed(lambda tx: listed_documents.rename(tx, *args))


@bp.put("/order")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=DocumentOrder, headers=IdempotencyHeader, resp=CHANGED, operation_id="order_documents"
)
def reorder(envelope_id: UUID) -> Response:
    """Put the documents of a draft in order"""
    asked: DocumentOrder = request.context.json  # type: ignore[attr-defined]
    args = (envelope_id, asked.documents, current.now())
    return changed(lambda tx: listed_documents.reorder(tx, *args))


@bp.delete("/<uuid:document_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="remove_document",
)
def remove(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Remove a document from a draft

    With the fields on its pages.
    """

    def act(tx: Transaction) -> Envelope:
        reading.changeable(tx, envelope_id).document(document_id)
        return draft_uploads.remove(tx, envelope_id, document_id, current.now())

    return changed(act)


@bp.get("/<uuid:document_id>/file")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=FileQuery,
    resp=answers(401, 403, 404, 409, 410, 422, 429, HTTP_200=None),
    operation_id="download_document",
)
def file(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Download a document

    As it is now, or byte for byte as it was sent; 404 while it is processing.
    """
    asked: FileQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        if asked.version == "original":
            found = listed_documents.original(tx, envelope_id, document_id)
        else:
            found = downloads.document(tx, envelope_id, document_id, current.now())
    response = saved(sealed_files.read(current.organization(), found))
    response.set_etag(found.sha256)
    return response


@bp.get("/<uuid:document_id>/pages/<int:number>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=PageQuery,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_304=None, HTTP_200=None),
    operation_id="get_page",
)
def page(envelope_id: UUID, document_id: UUID, number: int) -> Response:
    """
    See a page

    A picture of it, without what was filled in; 404 until it is drawn.
    """
    asked: PageQuery = request.context.query  # type: ignore[attr-defined]
    reader = MemberReader(current.acting(), envelope_id, current.now())
    return document_pages.image(reader, PageId(document_id, number, asked.width))


def _file() -> tuple[str, IncomingFile]:
    """Raises InvalidRequest for what cannot be fetched."""
    if request.context.form:  # type: ignore[attr-defined]
        part = request.files["file"]
        return part.filename or "", incoming_file.of(part.stream)
    asked: NewDraftDocument = request.context.json  # type: ignore[attr-defined]
    if asked.content is not None:
        return asked.name, incoming_file.of_bytes(base64.b64decode(asked.content))
    document = NewDocument(name=asked.name, url=asked.url)
    until = time.monotonic() + url_documents.SECONDS
    return asked.name, url_documents.fetched(document, ("url",), until).data
