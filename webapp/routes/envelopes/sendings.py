"""Sending an envelope: what its page shows, all of it and nothing else."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.drafts import draft_merge
from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import NotADraft, NothingToSend, NotUploadedYet
from core.refusals import Refusal, TooFast
from tenants.use_cases.envelopes import draft_autosave, reading, sending
from webapp import current, notices
from webapp.notices import NoticeKind
from webapp.pages.envelopes import draft_form, saved_draft_page, sharing_section
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("sendings", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/sending")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    """Sending what was sent already leads to its page."""
    now, rows = current.now(), draft_form.rows()
    shown = draft_form.shown(rows)
    if draft_form.is_new():
        kept = draft_form.keep(envelope_id, rows)
        if not kept.stored:
            nothing = NothingToSend(draft_autosave.missing(kept.envelope))
            return saved_draft_page.refused(kept, rows, nothing)
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return _sent_already(envelope, shown)
    if why := _refusal_before(envelope_id):
        return saved_draft_page.refused(draft_form.keep(envelope_id, rows), rows, why)
    try:
        sending.count(current.organization())
        with current.transaction() as tx:
            attempt = sending.send_as_shown(tx, envelope_id, shown, draft_form.noting(), now)
    except TooFast as refusal:
        return saved_draft_page.refused(draft_form.keep(envelope_id, rows), rows, refusal)
    except NotADraft:  # another window was quicker
        with current.transaction() as tx:
            envelope = reading.envelope(tx, envelope_id)
        return _sent_already(envelope, shown)
    if attempt.refusal:
        return saved_draft_page.refused(attempt.kept, rows, attempt.refusal)
    return _to_its_page(envelope_id)


def _refusal_before(envelope_id: UUID) -> Refusal | None:
    # Without a script a file may be chosen and not uploaded: no one sends without it unawares.
    if request.form.get("files") or any(f.filename for f in request.files.getlist("files")):
        return NotUploadedYet()
    try:
        sharing_section.apply_choices(envelope_id)
    except Refusal as refusal:
        return refusal
    return None


def _sent_already(envelope: Envelope, shown: ShownDraft) -> Response:
    """Raises NotADraft for what was never sent. A page that shows something else says so."""
    if envelope.sent_at is None:
        raise NotADraft
    answer = _to_its_page(envelope.id)
    if draft_merge.matches_sent(envelope, shown):
        return answer
    words = gettext(
        "This envelope was already sent as shown here. What you changed after that was not sent."
    )
    return notices.leave(answer, words, NoticeKind.PROBLEM)


def _to_its_page(envelope_id: UUID) -> Response:
    return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
