"""Sign it yourself: a file is dropped, placed on, signed and sealed, without a mail to oneself."""

from pathlib import PurePath
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.documents.document import DocumentStatus
from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import NothingToSend
from core.refusals import Refusal
from tenants.files import incoming_file
from tenants.openers import document_upload
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing import self_signing
from webapp import current, notices
from webapp.forms import request_values
from webapp.http import request_info
from webapp.notices import NoticeKind
from webapp.pages.envelopes import document_rows
from webapp.render import render
from webapp.sessions import ceremony_sessions, member_sessions
from webapp.text import problem_text, translation
from webapp.text.translation import gettext

bp = Blueprint("self_signings", __name__)


@bp.get("/self-signing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    return render("signing/self_signing/new.html", new_id=uuid4(), error="")


@bp.post("/self-signing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    """The same form again is the same draft."""
    envelope_id = request_values.form_uuid("envelope_id") or uuid4()
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        return _refused(envelope_id, gettext("Choose a document first."))
    try:
        for number, file in enumerate(files):
            document_id, name = uuid5(envelope_id, str(number)), file.filename or ""
            document_upload.upload(
                current.member(),
                *(envelope_id, document_id, name, incoming_file.of(file.stream), current.now()),
                begin=True,
            )
        title = PurePath(files[0].filename or "").stem.strip()[:200]
        with current.transaction() as tx:
            self_signing.prepare(tx, envelope_id, title, current.now())
    except Refusal as refusal:
        return _refused(envelope_id, problem_text.message(refusal), refusal.status)
    return _to("self_signings.show", envelope_id)


@bp.get("/envelopes/<uuid:envelope_id>/self-signing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    """Until its pages are there; then to the page where one places the signature."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    if _is_waiting(envelope):
        return render("signing/self_signing/waiting.html", "self_waiting", envelope=envelope)
    usable = envelope.status is Status.DRAFT and not _rejected(envelope)
    answer = _to("fields.edit" if usable else "envelopes.show", envelope_id)
    if not request_info.wants_fragment():
        return answer
    moved = make_response("", 200)
    moved.headers["HX-Redirect"] = answer.headers["Location"]
    return moved


@bp.post("/envelopes/<uuid:envelope_id>/self-signing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def start(envelope_id: UUID) -> Response:
    """The act that agrees to sign electronically: the button and the words beside it say so."""
    if not request.form.get("agreed"):
        with current.transaction() as tx:
            reading.envelope(tx, envelope_id)
        return _to("fields.edit", envelope_id)
    origin, now = request_info.origin(), current.now()
    try:
        with current.transaction() as tx:
            token = self_signing.start(tx, envelope_id, origin, now, translation.wording())
    except NothingToSend as lacks:
        answer = _to("fields.edit", envelope_id)
        words = " ".join(dict.fromkeys(problem_text.errors(lacks).values()))
        if not words:
            return notices.leave_refusal(answer, lacks)
        return notices.leave(answer, words, NoticeKind.PROBLEM)
    except Refusal as refusal:
        return notices.leave_refusal(_to("envelopes.show", envelope_id), refusal)
    id = ceremony_sessions.enter(token).recipient_id
    # Without a script the place of the button that leads on; with one it is pressed.
    page = url_for("signings.show", recipient_id=id, _anchor="next_step")
    return ceremony_sessions.begin(make_response(redirect(page, 303)), id, token)


def _refused(envelope_id: UUID, why: str, status: int = 422) -> Response:
    return render("signing/self_signing/new.html", status=status, new_id=envelope_id, error=why)


def _is_waiting(envelope: Envelope) -> bool:
    is_draft = envelope.status is Status.DRAFT and not _rejected(envelope)
    return is_draft and any(map(document_rows.is_waiting, envelope.documents))


def _rejected(envelope: Envelope) -> bool:
    return any(d.status is DocumentStatus.REJECTED for d in envelope.documents)


def _to(page: str, envelope_id: UUID) -> Response:
    return make_response(redirect(url_for(page, envelope_id=envelope_id), 303))
