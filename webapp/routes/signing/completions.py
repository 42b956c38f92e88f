"""Finishing: the explicit act of signing, and what to review before it."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from core.signing.refusals import (
    AnswersChanged,
    AttachmentChecking,
    AttachmentUndecided,
    FieldsChanged,
    FieldsMissing,
    SignaturesUnconfirmed,
)
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page, ceremony_progress
from webapp.pages.signing import filled_values as values
from webapp.render import render
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("completions", __name__)


@bp.get("/review")
def review(recipient_id: UUID) -> Response:
    """What has been filled in so far, as the last part of the signing page."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not request_info.wants_fragment() or ceremony.recipient.finished:
        return _to_page(recipient_id, anchor="review")
    ceremony.check_may_read()
    return render(
        "signing/review.html",
        ceremony=ceremony,
        progress=ceremony_progress.of(ceremony.fields),
        today=ceremony_page.today(ceremony),
    )


@bp.post("/completion")
def create(recipient_id: UUID) -> Response:
    """The form carries all values, so that what is finished is what is on the page."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    typed = values.typed(ceremony, request.form)
    known = values.known(ceremony, request.form)
    try:
        with current.transaction() as tx:
            today = ceremony_page.today(ceremony)
            origin, seen = request_info.origin(), _seen(ceremony)
            known_of = request.form.get("corrected", "")
            signing_ceremony.finish(tx, typed, today, origin, current.now(), seen, known, known_of)
    except SignaturesUnconfirmed:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, typed, current.now(), known)
        raise
    except FieldsMissing as missing:
        with current.transaction() as tx:
            signing_ceremony.fill(tx, typed, current.now(), known)
        return _to_page(recipient_id, anchor=f"field-{missing.field_ids[0]}", missing=1)
    except AnswersChanged as changed:
        with current.transaction() as tx:
            envelope = signing_ceremony.fill(tx, typed, current.now(), known)
        by_answers = not isinstance(changed, FieldsChanged)
        return ceremony_page.page(replace(ceremony, whole=envelope), 409, to_check=by_answers)
    except (AttachmentChecking, AttachmentUndecided) as waiting:
        with current.transaction() as tx:
            envelope = signing_ceremony.fill(tx, typed, current.now(), known)
        notice = gettext(waiting.message)
        return ceremony_page.page(replace(ceremony, whole=envelope), 409, notice=notice)
    except Invalid as invalid:
        return ceremony_page.page(ceremony, 422, errors=invalid.errors, typed=typed)
    return _to_page(recipient_id)


def _seen(ceremony: Ceremony) -> str | None:
    """What the page has shown of conditions and formulas, without a script maybe not the latest."""
    return request.form.get("seen", "") if ceremony.mark else None


def _to_page(recipient_id: UUID, anchor: str | None = None, missing: int | None = None) -> Response:
    page = url_for("signings.show", recipient_id=recipient_id, missing=missing, _anchor=anchor)
    return make_response(redirect(page, 303))
