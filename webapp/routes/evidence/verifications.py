"""The public page that says whether a PDF is genuine: a worker opens it, never this process."""

import ssl
from io import BytesIO
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, send_file, url_for

from core.documents.refusals import UnusableFile
from core.refusals import NotFound
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.evidence import verifications
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("verifications", __name__)


@bp.get("/verify")
def new() -> Response:
    return _form()


@bp.post("/verify")
@limiter.limit("20 per minute; 200 per day")
def create() -> Response:
    file = request.files.get("file")
    id = request.form.get("id", type=UUID) or uuid4()
    if file is None or not file.filename:
        return _form(422, gettext("Choose a PDF file first."))
    try:
        data = file.stream.read()
        verifications.submit(current.installation(), id, file.filename, data, current.now())
    except UnusableFile as refusal:
        return _form(refusal.status, gettext(refusal.message))
    return make_response(redirect(url_for("verifications.show", id=id), 303))


@bp.get("/verify/<uuid:id>")
def show(id: UUID) -> Response:
    verification = verifications.verification(current.installation(), id)
    if not request_info.wants_fragment():
        member_sessions.identify()
    return render("evidence/verification/show.html", "verdict", verification=verification)


@bp.get("/verify/<uuid:id>/certificate.pem")
def certificate(id: UUID) -> Response:
    """What `countersign verify FILE --certificate` asks for, of a file that we know."""
    known = verifications.verification(current.installation(), id).known
    if known is None:
        raise NotFound
    pem = ssl.DER_cert_to_PEM_cert(known.certificate).encode()
    return send_file(
        BytesIO(pem),
        "application/x-pem-file",
        as_attachment=True,
        download_name=f"{known.slug}.pem",
    )


def _form(status: int = 200, error: str = "") -> Response:
    # Only for the page's frame: the check asks no one who they are.
    member_sessions.identify()
    return render("evidence/verification/new.html", status=status, error=error, id=uuid4())
