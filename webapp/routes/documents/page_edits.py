"""Editing the pages of a draft's document: nothing is stored until they are applied."""

from dataclasses import replace
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents import page_edits
from core.documents.document import Document
from core.documents.refusals import PagesChanged
from core.envelopes.envelope import Envelope
from core.refusals import Refusal
from tenants.openers import document_pages
from tenants.use_cases.documents import page_editing
from webapp import current, notices
from webapp.forms.request_values import uuid_or_none
from webapp.pages.documents import page_edit_form
from webapp.pages.documents.page_edit_form import MOST_UNDONE, PageEditForm
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("page_edits", __name__)
BOX = ("x", "y", "width", "height")


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/page-edits")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID, document_id: UUID) -> Response:
    envelope = _editable(envelope_id, document_id)
    document = envelope.document(document_id)
    return _page(envelope, document, page_edit_form.begin(document))


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/page-edits/steps")
@member_sessions.required(Permission.SEND_ENVELOPES)
def step(envelope_id: UUID, document_id: UUID) -> Response:
    """One more edit, which the page holds: `action` says what is done to which page."""
    envelope = _editable(envelope_id, document_id)
    document = envelope.document(document_id)
    form = _form(document)
    box = [request.form.get(name, "") for name in BOX]
    done = page_edit_form.done(document, form, request.form.get("action", ""), box)
    shown = request.form.get("shown", "")
    if request.form.get("action") != "undo" and page_edit_form.words(done.pages) != shown:
        done = replace(done, before=(*done.before, shown)[-MOST_UNDONE:])
    return _page(envelope, document, done)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/page-edits")
@member_sessions.required(Permission.SEND_ENVELOPES)
def apply(envelope_id: UUID, document_id: UUID) -> Response:
    """`restore` asks for the pages of the file, `lose_fields` lets fields on deleted pages go."""
    envelope = _editable(envelope_id, document_id)
    document = envelope.document(document_id)
    form = _form(document)
    edits = None if request.form.get("restore") == "yes" else form.pages
    # The same form sent again is the same edit.
    given = uuid_or_none(request.form.get("edit_id", "")) or uuid4()
    new_id = uuid5(given, f"{document_id} {page_edit_form.words(edits or ())}")
    may_lose = request.form.get("lose_fields") == "yes"
    try:
        if edits is not None and len(edits) != len(request.form.getlist("page")):
            raise PagesChanged  # a page that cannot be read is no page to delete
        document_pages.edit(
            *(current.member(), envelope_id, document_id, new_id, edits, may_lose, current.now())
        )
    except Refusal as refusal:
        return _page(envelope, document, form, refusal)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="documents")
    return notices.leave(make_response(redirect(place, 303)), gettext("Pages changed."))


def _editable(envelope_id: UUID, document_id: UUID) -> Envelope:
    """Raises NotFound, NotADraft, PagesLocked."""
    with current.transaction() as tx:
        return page_editing.editable(tx, envelope_id, document_id)


def _form(document: Document) -> PageEditForm:
    redacting, places = request.form.get("redacting", ""), request.form.getlist("selected")
    pages = page_edit_form.read(document, request.form.getlist("page"))
    return PageEditForm(
        pages,
        tuple(request.form.getlist("before"))[-MOST_UNDONE:],
        frozenset(int(place) for place in places if place.isdigit() and int(place) < len(pages)),
        int(redacting) if redacting.isdigit() and int(redacting) < len(pages) else None,
    )


def _page(
    envelope: Envelope, document: Document, form: PageEditForm, refusal: Refusal | None = None
) -> Response:
    fields = [field for field in envelope.fields if field.document_id == document.id]
    _, lost = page_edits.moved_fields(document, fields, form.pages)
    undone = page_edits.restored_fields(document, fields)[1] if document.page_edits else ()
    by_page: dict[int, int] = {}
    for field in fields:
        by_page[field.page] = by_page.get(field.page, 0) + 1
    return render(
        "documents/pages/edit.html",
        "page_edits",
        status=refusal.status if refusal else 200,
        notice=refusal.message if refusal else "",
        envelope=envelope,
        document=document,
        form=form,
        word=page_edit_form.word,
        shown=page_edit_form.words(form.pages),
        is_changed=form.pages != page_edit_form.begin(document).pages,
        size_of=page_edit_form.size_of,
        fields_on=by_page,
        lost=len(lost),
        lost_by_restoring=len(undone),
        edit_id=uuid4(),
    )
