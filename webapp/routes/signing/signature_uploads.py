"""A picture of a signature that the worker makes plain: wait, look at it, adopt it."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, url_for

from tenants.ceremony import Ceremony
from tenants.use_cases.signing import uploaded_signatures
from webapp import current
from webapp.pages.signing import signature_form, signature_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("signature_uploads", __name__)


def begin(ceremony: Ceremony, kind: str, field_id: UUID | None, data: bytes) -> Response:
    """Hand the picture over and show where it is waited for. Raises UnusableImage."""
    signature_form.check_may_sign(ceremony)
    with current.transaction() as tx:
        upload_id = uploaded_signatures.upload(tx, kind, field_id, data, current.now())
    page = url_for(
        "signings.signature_uploads.show", recipient_id=ceremony.recipient_id, upload_id=upload_id
    )
    return make_response(redirect(page, 303))


@bp.get("/signature-uploads/<uuid:upload_id>")
def show(recipient_id: UUID, upload_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    signature_form.check_may_sign(ceremony)
    with current.transaction() as tx:
        found = uploaded_signatures.find(tx, upload_id)
    if found.problem is not None:
        return signature_page.refused(ceremony, found.kind, found.field_id, found.problem)
    return render(
        "signing/signatures/upload.html",
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        upload=found,
        signature_id=uuid4(),
    )


@bp.get("/signature-uploads/<uuid:upload_id>/picture")
def picture(recipient_id: UUID, upload_id: UUID) -> Response:
    signature_form.check_may_sign(ceremony_sessions.load_ceremony(recipient_id))
    with current.transaction() as tx:
        png = uploaded_signatures.png(tx, upload_id)
    response = make_response(png)
    response.mimetype = "image/png"
    return response
