"""The documents of a draft: a program edits pages, combines images, decides about signed PDFs."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid5

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.documents.earlier_signatures import Handling
from core.documents.edited_page import BLANK, EditedPage
from tenants.openers import document_pages, image_combining
from tenants.transaction import Transaction
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.page_models import (
    EditedPages,
    GivenPassword,
    NewCombination,
    NewHandling,
    NewPage,
    RestoreQuery,
)
from webapp.api.v1.repeatable import Answering, once_opened

bp = Blueprint("documents", __name__, url_prefix="/envelopes/<uuid:envelope_id>/documents")
CHANGED = answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer)


@bp.put("/<uuid:document_id>/pages")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=EditedPages, headers=IdempotencyHeader, resp=CHANGED, operation_id="edit_pages"
)
def edit_pages(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Turn, move, delete, insert and redact pages

    The document gets a new id, and is processed once more. Fields stay on what they lie on. The
    same request sent again changes nothing.
    """
    asked: EditedPages = request.context.json  # type: ignore[attr-defined]
    new_id = uuid5(document_id, asked.model_dump_json())
    edits = list(map(_edit, asked.pages))
    return _edited(envelope_id, document_id, new_id, edits, asked.remove_fields)


@bp.delete("/<uuid:document_id>/pages")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    query=RestoreQuery,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="restore_pages",
)
def restore_pages(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Undo all edits of the pages

    The document has the pages of its file again, and a new id.
    """
    asked: RestoreQuery = request.context.query  # type: ignore[attr-defined]
    new_id = uuid5(document_id, "restored")
    return _edited(envelope_id, document_id, new_id, None, asked.remove_fields)


@bp.put("/<uuid:document_id>/handling")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewHandling, headers=IdempotencyHeader, resp=CHANGED, operation_id="handle_document"
)
def handle(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Attach a signed PDF unchanged, or add signatures to it

    Only for one that is digitally signed already; “signed_before” of the document says so.
    """
    asked: NewHandling = request.context.json  # type: ignore[attr-defined]
    handling, now = Handling(asked.handling), current.now()
    args = (envelope_id, document_id, handling, now)
    return changed(lambda tx: draft_uploads.handle(tx, *args))


@bp.put("/<uuid:document_id>/password")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=GivenPassword, headers=IdempotencyHeader, resp=CHANGED, operation_id="give_password"
)
def give_password(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Open a PDF that needs a password

    For a document that was rejected as “password_needed” or “wrong_password”. It is processed once
    more.
    """
    asked: GivenPassword = request.context.json  # type: ignore[attr-defined]
    args = (envelope_id, document_id, asked.password, current.now())
    return changed(lambda tx: draft_uploads.give_password(tx, *args))


@bp.post("/combination")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewCombination, headers=IdempotencyHeader, resp=CHANGED, operation_id="combine_images"
)
def combine(envelope_id: UUID) -> Response:
    """
    Combine images into one document

    It takes the place of the first of them, with the fields of all. The same request sent again
    changes nothing.
    """
    asked: NewCombination = request.context.json  # type: ignore[attr-defined]
    new_id = uuid5(envelope_id, "combined " + " ".join(sorted(map(str, asked.documents))))

    def act(opener: Answering) -> None:
        if not _made_before(opener, envelope_id, new_id):
            args = (envelope_id, asked.documents, new_id, current.now())
            image_combining.combine(opener, *args)

    return _once_opened(envelope_id, act)


@bp.post("/<uuid:document_id>/split")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 413, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="split_images",
)
def split(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Split a combined document

    Each of its images is a document of its own again.
    """
    args = (envelope_id, document_id, current.now())
    return _once_opened(envelope_id, lambda opener: image_combining.split(opener, *args))


def _edit(asked: NewPage) -> EditedPage:
    if asked.blank:
        return EditedPage(BLANK, size=(asked.blank.width, asked.blank.height))
    boxes = tuple((box.x, box.y, box.width, box.height) for box in asked.redact)
    return EditedPage(asked.page or BLANK, asked.turn, boxes)


def _edited(
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    edits: Sequence[EditedPage] | None,
    may_lose: bool,
) -> Response:
    def act(opener: Answering) -> None:
        if not _made_before(opener, envelope_id, new_id):
            args = (envelope_id, document_id, new_id, edits, may_lose, current.now())
            document_pages.edit(opener, *args)

    return _once_opened(envelope_id, act)


def _once_opened(envelope_id: UUID, act: Callable[[Answering], object]) -> Response:
    def check(tx: Transaction) -> None:
        envelope_responses.check_match(tx, envelope_id)

    return once_opened(act, envelope_responses.changed, check)


def _made_before(opener: Answering, envelope_id: UUID, document_id: UUID) -> bool:
    """Whether the envelope has this document: then it is the answer. Raises NotFound."""
    with opener.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if any(d.id == document_id for d in envelope.documents):
        opener.commit(lambda tx: reading.changeable(tx, envelope_id))
        return True
    return False
