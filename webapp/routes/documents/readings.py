"""Reading the pages of an envelope that was sent, in the portal."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Status
from core.envelopes.recipient import RELEASED
from tenants.openers.page_readers import MemberReader
from tenants.store.documents.page_images import PageId
from webapp import current
from webapp.pages.documents import document_pages, printed_copy
from webapp.pages.documents.document_pages import Places
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("readings", __name__, url_prefix="/envelopes/<uuid:envelope_id>/reading")
SMALL = 310


@bp.get("")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    found = document_pages.pages(_reader())
    if found.envelope.status is Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    acting = [r for r in found.envelope.recipients if r.role.acts]
    unfinished = [r.name for r in acting if not r.completed_at and r.status not in RELEASED]
    sealed = [d for d in found.envelope.documents if d.sealed_sha256]
    return render(
        "documents/reading/show.html",
        **document_pages.context(found, _places()),
        downloads=[
            (d.name, url_for("sealed_files.show", envelope_id=envelope_id, document_id=d.id))
            for d in sealed
        ],
        unfinished=unfinished if found.envelope.status.open else [],
    )


@bp.get("/print")
@member_sessions.required(Permission.READ_ENVELOPES)
def printing(envelope_id: UUID) -> Response:
    """All pages at once, with what those who have finished filled in, for paper."""
    found = document_pages.pages(_reader())
    envelope = found.envelope
    # The sealed files are there to be printed.
    if envelope.status in (Status.DRAFT, Status.COMPLETED) or envelope.erased_at is not None:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    some = any(r.completed_at for r in envelope.recipients if r.role.acts)
    return render(
        "documents/reading/print.html",
        **document_pages.context(found, _places()),
        unsigned=printed_copy.unsigned(envelope, some),
    )


@bp.get("/documents/<uuid:document_id>/thumbnail")
@member_sessions.required(Permission.READ_ENVELOPES)
def thumbnail(envelope_id: UUID, document_id: UUID) -> Response:
    """Of a sealed document, asked for until it is drawn."""
    found = document_pages.page(_reader(), PageId(document_id, 1, SMALL))
    document = found.envelope.document(document_id)
    return render(
        "envelopes/_thumbnail.html",
        envelope=found.envelope,
        document=document,
        thumbnail_drawn=bool(found.drawn),
    )


def _reader() -> MemberReader:
    envelope_id = (request.view_args or {})["envelope_id"]
    return MemberReader(current.member(), envelope_id, current.now())


def _places() -> Places:
    return Places("readings", dict(request.view_args or {}), "page_images.show")


document_pages.add_page_routes(
    bp, _reader, _places, member_sessions.required(Permission.READ_ENVELOPES)
)
