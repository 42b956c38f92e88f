"""The documents of a draft: add, watch, open with a password, remove."""

from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents.earlier_signatures import Handling
from core.envelopes.drafts import draft_marks
from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.drafts.merged_part import Text
from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import NotADraft
from core.refusals import NotFound, Refusal
from tenants.files import incoming_file
from tenants.openers import document_upload, image_combining
from tenants.use_cases.documents import draft_uploads, merge_values
from tenants.use_cases.envelopes import draft_autosave, reading
from tenants.use_cases.envelopes.draft_autosave import KeptDraft
from webapp import current
from webapp.http import request_info
from webapp.pages.envelopes import document_rows, draft_form, draft_page, saved_draft_page
from webapp.render import unchanged
from webapp.sessions import member_sessions

bp = Blueprint("documents", __name__)
BLOCKS: tuple[str, ...] = ("document_list", "fields", "missing")


@bp.get("/envelopes/<uuid:envelope_id>/documents")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        version = reading.version(tx, envelope_id)
    if answer := unchanged(version):
        return answer
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        raise NotADraft
    return draft_page.show(envelope, *BLOCKS, version=version)


@bp.post("/envelopes/<uuid:envelope_id>/documents")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    """Several files at once; a second submit of the same form adds nothing."""
    upload_id = _upload_id()
    files = [file for file in request.files.getlist("files") if file.filename]
    kept = draft_form.keep_first(envelope_id)
    if kept and not kept.stored and not files:
        return saved_draft_page.show(kept, draft_form.rows())
    try:
        for number, file in enumerate(files):
            data = incoming_file.of(file.stream)
            envelope = document_upload.upload(
                current.member(),
                envelope_id,
                _document_id(upload_id, number, data.sha256),
                file.filename or "",
                data,
                current.now(),
                begin=draft_form.is_new(),
            )
    except Refusal as refusal:
        return _refused(envelope_id, kept, refusal)
    if not files:
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
    blocks = (*BLOCKS, "recipients_state")
    # The inputs in which the sender is typing stay as they are.
    if files and not envelope.name and not request.form.get("name", "").strip():
        envelope = _name_after(envelope, envelope.documents[0].name)
        blocks += ("naming", "name_was")
    again = saved_draft_page.not_saved(kept, draft_form.rows())
    # Where one types next.
    anchor = "documents" if envelope.recipients else "name-0"
    return again or _saved(envelope, *blocks, anchor=anchor)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/password")
@member_sessions.required(Permission.SEND_ENVELOPES)
def give_password(envelope_id: UUID, document_id: UUID) -> Response:
    kept = draft_form.keep_first(envelope_id)
    password = request.form.get(f"password-{document_id}", "")
    with current.transaction() as tx:
        envelope = draft_uploads.give_password(
            tx, envelope_id, document_id, password, current.now()
        )
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/another-try")
@member_sessions.required(Permission.SEND_ENVELOPES)
def try_again(envelope_id: UUID, document_id: UUID) -> Response:
    kept = draft_form.keep_first(envelope_id)
    with current.transaction() as tx:
        envelope = draft_uploads.try_again(tx, envelope_id, document_id, current.now())
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/values")
@member_sessions.required(Permission.SEND_ENVELOPES)
def fill_in(envelope_id: UUID, document_id: UUID) -> Response:
    """The values of its merge fields, by their place among them."""
    kept = draft_form.keep_first(envelope_id)
    with current.transaction() as tx:
        asked = reading.envelope(tx, envelope_id).document(document_id).asked
    given = {
        name: merge_values.typed(request.form.get(f"value-{document_id}-{number}", ""))
        for number, name in enumerate(asked)
    }
    new_id = uuid5(document_id, str(_upload_id()))
    try:
        with current.transaction() as tx:
            envelope = merge_values.fill_in(
                tx, envelope_id, document_id, new_id, given, current.now()
            )
    except Refusal as refusal:
        return _refused(envelope_id, kept, refusal, problem_of=document_id, typed_values=given)
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/removal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def remove(envelope_id: UUID, document_id: UUID) -> Response:
    kept = draft_form.keep_first(envelope_id)
    with current.transaction() as tx:
        envelope = draft_uploads.remove(tx, envelope_id, document_id, current.now())
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/handling")
@member_sessions.required(Permission.SEND_ENVELOPES)
def handle(envelope_id: UUID, document_id: UUID) -> Response:
    """What becomes of a document that was signed before. `then` is "fields" on the prepare page."""
    on_draft = request.form.get("then") != "fields"
    kept = draft_form.keep_first(envelope_id) if on_draft else None
    handling = _handling()
    with current.transaction() as tx:
        envelope = draft_uploads.handle(tx, envelope_id, document_id, handling, current.now())
    if not on_draft:
        return make_response(redirect(url_for("fields.edit", envelope_id=envelope_id), 303))
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/combination")
@member_sessions.required(Permission.SEND_ENVELOPES)
def combine(envelope_id: UUID) -> Response:
    """The chosen images become one document, in the order of the list."""
    kept = draft_form.keep_first(envelope_id)
    new_id = uuid5(_upload_id(), "combined")
    try:
        envelope = image_combining.combine(
            *(current.member(), envelope_id, _chosen_images(), new_id, current.now())
        )
    except Refusal as refusal:
        return _refused(envelope_id, kept, refusal)
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/split")
@member_sessions.required(Permission.SEND_ENVELOPES)
def split(envelope_id: UUID, document_id: UUID) -> Response:
    kept = draft_form.keep_first(envelope_id)
    try:
        envelope = image_combining.split(current.member(), envelope_id, document_id, current.now())
    except Refusal as refusal:
        return _refused(envelope_id, kept, refusal)
    return saved_draft_page.not_saved(kept, draft_form.rows()) or _saved(envelope, *BLOCKS)


@bp.post("/envelopes/<uuid:envelope_id>/documents/order")
@member_sessions.required(Permission.SEND_ENVELOPES)
def reorder(envelope_id: UUID) -> Response:
    """`action` is up-ID or down-ID; else they were dragged, and come in their order."""
    rows, action = draft_form.rows(), request.form.get("action", "")
    order = document_rows.moved(request.form.getlist("document"), action)
    kept = draft_form.keep(envelope_id, rows, order=order)
    if request_info.wants_fragment():
        blocks = ("document_list", *saved_draft_page.AROUND)
        return saved_draft_page.show(kept, rows, *blocks, version=_version(envelope_id))
    again = saved_draft_page.not_saved(kept, rows)
    return again or draft_page.saved(kept.envelope, anchor="documents")


def _saved(envelope: Envelope, *blocks: str, anchor: str = "documents") -> Response:
    return draft_page.saved(envelope, *blocks, anchor=anchor, version=_version(envelope.id))


def _refused(
    envelope_id: UUID, kept: KeptDraft | None, refusal: Refusal, **changed: Any
) -> Response:
    """The page with what is wrong. A new draft of which nothing is stored stays new."""
    told: dict[str, Any] = {"status": refusal.status, "problem": refusal.message} | changed
    try:
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
    except NotFound:
        if kept is None:
            raise refusal from None
        return saved_draft_page.show(kept, draft_form.rows(), **told)
    if envelope.status is not Status.DRAFT:
        raise refusal
    return draft_page.show(envelope, *BLOCKS, version=_version(envelope.id), **told)


def _handling() -> Handling:
    try:
        return Handling(request.form.get("handling", ""))
    except ValueError:
        raise NotFound from None


def _chosen_images() -> list[UUID]:
    try:
        return [UUID(id) for id in request.form.getlist("combined")]
    except ValueError:
        raise NotFound from None


def _upload_id() -> UUID:
    try:
        return UUID(request.form.get("upload_id", ""))
    except ValueError:
        return uuid4()


def _document_id(upload_id: UUID, number: int, sha256: str) -> UUID:
    """
    Another file is another document, also in a form sent again after the first was removed:
    work on the first one must never end up in the second.
    """
    return uuid5(upload_id, f"{number} {sha256}")


def _name_after(envelope: Envelope, file_name: str) -> Envelope:
    """An envelope without a name is called like its first document, unless it gets a name."""
    name = PurePath(file_name).stem.strip()[:200]
    named = ShownDraft(name=Text(name, draft_marks.mark("")))
    with current.transaction() as tx:
        return draft_autosave.keep(tx, envelope.id, named, None, current.now()).envelope


def _version(envelope_id: UUID) -> int:
    with current.transaction() as tx:
        return reading.version(tx, envelope_id)
