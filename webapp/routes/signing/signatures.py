"""Adopting a signature or initials: drawn, typed or uploaded."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for

from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.kinds import signature
from core.refusals import Invalid, NotFound
from core.signing.refusals import TooManySignatures, UnusableImage
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import (
    recipient_files,
    signature_images,
    signing_ceremony,
    uploaded_signatures,
)
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.signing import (
    ceremony_page,
    changed_fields,
    saved_signatures,
    signature_form,
    signature_page,
)
from webapp.pages.signing.changed_fields import ChangedFields
from webapp.routes.signing import signature_uploads
from webapp.sessions import ceremony_sessions

bp = Blueprint("signatures", __name__)


@bp.get("/signature")
def new(recipient_id: UUID) -> Response:
    """The dialog as a page, for browsers without JavaScript."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    kind = _kind(request.args.get("kind", signature.KIND.name))
    return signature_page.show(ceremony, kind, request.args.get("field", type=UUID))


@bp.post("/signature")
@limiter.limit("40 per minute", key_func=ceremony_sessions.whose)
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    kind, method = _kind(request.form.get("kind", "")), request.form.get("method", "")
    id = request.form.get("signature_id", type=UUID) or abort(400)
    field_id = request.form.get("field", type=UUID)
    if any(signature.id == id for signature in ceremony.envelope.signatures):
        # Sent twice: what it was made of may be gone.
        return _finished(ceremony) if _finishes(ceremony) else _adopted(ceremony, kind)
    data = b""
    try:
        data, method = _picture(ceremony, kind, method)
        png = signature_images.check(data)
        with current.transaction() as tx:
            envelope = signing_ceremony.adopt(tx, id, kind, method, png, current.now())
    except (Invalid, UnusableImage, TooManySignatures) as error:
        if (
            method == "uploaded"
            and signature_form.is_foreign(error)
            and not request_info.wants_fragment()
        ):
            return _converted(ceremony, kind, field_id, data)
        return signature_page.refused(ceremony, kind, field_id, error)
    if "upload" in request.form:
        with current.transaction() as tx:
            uploaded_signatures.forget(tx)
    envelope = _place(ceremony, envelope, kind)
    if _finishes(ceremony):
        return _finished(ceremony)
    after = replace(ceremony, whole=envelope)
    changed = changed_fields.between(ceremony, after, field_id or id)
    return _adopted(after, kind, changed)


@bp.get("/signatures/<uuid:signature_id>")
def show(recipient_id: UUID, signature_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        png = recipient_files.signature_image(tx, ceremony, signature_id)
    response = make_response(png)
    response.mimetype = "image/png"
    return response


@bp.get("/kept-signature")
def kept(recipient_id: UUID) -> Response:
    """What the recipient keeps for themselves, seen by no one else."""
    image, _ = _kept(ceremony_sessions.load_ceremony(recipient_id))
    response = make_response(image)
    response.mimetype = "image/png"
    return response


def _kept(ceremony: Ceremony) -> tuple[bytes, str]:
    """Raises NotFound when the member who is signed in here is not this recipient."""
    found = saved_signatures.of(ceremony)
    if found is None:
        raise NotFound
    return found.png, found.method


def _kind(given: str) -> str:
    return given if given in kinds.ADOPTIONS else abort(404)


def _picture(ceremony: Ceremony, kind: str, method: str) -> tuple[bytes, str]:
    """What is to be adopted, and how it was made. Raises Invalid, NotFound."""
    if "kept" in request.form:
        return _kept(ceremony)
    upload_id = request.form.get("upload", type=UUID)
    if upload_id is not None:
        signature_form.check_may_sign(ceremony)
        with current.transaction() as tx:
            return uploaded_signatures.png(tx, upload_id), "uploaded"
    return signature_form.picture(method, kind), method


def _converted(ceremony: Ceremony, kind: str, field_id: UUID | None, data: bytes) -> Response:
    """Without a script no one has made a plain picture of it: the worker does."""
    try:
        return signature_uploads.begin(ceremony, kind, field_id, data)
    except UnusableImage as error:
        return signature_page.refused(ceremony, kind, field_id, error)


def _place(ceremony: Ceremony, envelope: Envelope, kind: str) -> Envelope:
    """Sign the field from which the dialog was opened."""
    field_id = request.form.get("field", type=UUID)
    if field_id is None or envelope.field(field_id).kind.name != kind:
        return envelope
    with current.transaction() as tx:
        return signing_ceremony.fill(
            tx, {field_id: request.form.get("signature_id", "")}, current.now()
        )


def _finishes(ceremony: Ceremony) -> bool:
    """Whether they chose to sign and finish at once, where nothing else is asked of them."""
    wanted = "finish" in request.form or request.form.get("kept") == "finish"
    return wanted and ceremony.asks_one_thing


def _finished(ceremony: Ceremony) -> Response:
    """The explicit act of signing, by the button that says so."""
    with current.transaction() as tx:
        today = ceremony_page.today(ceremony)
        origin, known_of = request_info.origin(), request.form.get("corrected", "")
        signing_ceremony.finish(tx, {}, today, origin, current.now(), corrected=known_of)
    page = url_for("signings.show", recipient_id=ceremony.recipient_id)
    if not request_info.wants_fragment():
        return make_response(redirect(page, 303))
    response = make_response("", 200)
    response.headers["HX-Redirect"] = page
    return response


def _adopted(ceremony: Ceremony, kind: str, changed: ChangedFields | None = None) -> Response:
    if request_info.wants_fragment():
        fields = [f for f in ceremony.fields if f.kind.name == kind]
        return ceremony_page.saved(ceremony, fields, adopted=kind, changed=changed)
    field = request.form.get("field")
    place = f"field-{field}" if field else None
    page = url_for("signings.show", recipient_id=ceremony.recipient_id, _anchor=place)
    return make_response(redirect(page, 303))
