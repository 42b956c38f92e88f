"""The file that a recipient attaches to a field: a page of its own, which needs no script."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.fields.field import Field
from core.refusals import NotFound
from core.signing import attaching
from core.signing.refusals import UnusableAttachment
from tenants.ceremony import Ceremony
from tenants.files import incoming_file
from tenants.openers import attachment_upload
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.signing import attachments, recipient_files
from webapp import current
from webapp.forms import request_values
from webapp.render import render
from webapp.routes.evidence.sealed_files import attachment
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("attachments", __name__)


@bp.get("/fields/<uuid:field_id>/attachment")
def show(recipient_id: UUID, field_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return _page(ceremony, _field(ceremony, field_id))


@bp.post("/fields/<uuid:field_id>/attachment")
def create(recipient_id: UUID, field_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    field = _field(ceremony, field_id)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(ceremony, field, 422, gettext("Choose a file first."))
    given = (file.filename, incoming_file.of(file.stream))
    seen = request_values.form_uuid("seen")
    try:
        attachment_upload.upload(ceremony, field_id, *given, current.now(), seen)
    except UnusableAttachment as refusal:
        return _page(ceremony, field, refusal.status, gettext(refusal.message))
    return _to(recipient_id, field_id)


@bp.post("/fields/<uuid:field_id>/attachment/removal")
def delete(recipient_id: UUID, field_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    _field(ceremony, field_id)
    with current.transaction() as tx:
        attachments.remove(tx, field_id, request_values.form_uuid("seen"), current.now())
    return _to(recipient_id, field_id)


@bp.post("/fields/<uuid:field_id>/attachment/choice")
def choose(recipient_id: UUID, field_id: UUID) -> Response:
    """Between their own file and that of someone else, which came first."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    _field(ceremony, field_id)
    own, seen = request.form.get("keep") == "own", request_values.form_uuid("seen")
    with current.transaction() as tx:
        attachments.choose(tx, field_id, own, seen, current.now())
    return _to(recipient_id, field_id)


@bp.get("/attachments/<uuid:attachment_id>")
def download(recipient_id: UUID, attachment_id: UUID) -> Response:
    """Their own, and once all is completed those of others on documents that they see."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        found = recipient_files.attached(tx, ceremony, attachment_id, current.now())
    return attachment(sealed_files.read(ceremony.organization, found))


def _field(ceremony: Ceremony, field_id: UUID) -> Field:
    """Raises NotFound, ConsentNeeded, and what signing raises when it is not for them now."""
    attaching.check(ceremony.whole, ceremony.recipient_id, field_id)
    field = next((f for f in ceremony.fields if f.id == field_id), None)
    if field is None:
        raise NotFound
    return field


def _page(ceremony: Ceremony, field: Field, status: int = 200, error: str = "") -> Response:
    with current.transaction() as tx:
        latest = attachments.latest(tx, field.id)
        by = attachments.attached_by(tx, field) if field.is_shared else None
    if latest and latest.problem and not error:
        error = gettext(latest.problem.message)
    return render(
        "signing/attachment.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        field=field,
        file=attaching.file_in(field),
        attached_by=ceremony.whole.recipient(by).name if by else "",
        checking=latest.file if latest and latest.state == "checking" else None,
        waiting=latest.file if latest and latest.state == "waiting" else None,
        error=error,
    )


def _to(recipient_id: UUID, field_id: UUID) -> Response:
    page = url_for("signings.attachments.show", recipient_id=recipient_id, field_id=field_id)
    return make_response(redirect(page, 303))
