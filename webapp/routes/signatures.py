"""Adopting a signature or initials: drawn, typed or uploaded."""

from dataclasses import replace
from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for

from core.envelope import Envelope
from core.refusals import Invalid, NotFound, Refusal, TooManySignatures, UnusableImage
from tenants.use_cases import signing
from tenants.use_cases.signing import Ceremony
from webapp import (
    ceremony_sessions,
    client,
    current,
    kept_signatures,
    signature_form,
    signing_pages,
)
from webapp.render import render

bp = Blueprint("signatures", __name__)
KINDS = ("signature", "initials")


@bp.get("/signature")
def new(recipient_id: UUID) -> Response:
    """The dialog as a page, for browsers without JavaScript."""
    ceremony = ceremony_sessions.take_up(recipient_id)
    return _form(ceremony, _kind(request.args.get("kind", "signature")))


@bp.post("/signature")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    kind, method = _kind(request.form.get("kind", "")), request.form.get("method", "")
    id = request.form.get("signature_id", type=UUID) or abort(400)
    try:
        image, method = (
            _kept(ceremony) if "kept" in request.form else (signature_form.picture(method), method)
        )
        envelope = signing.adopt(ceremony, id, kind, method, image, current.now())
    except (Invalid, UnusableImage, TooManySignatures) as error:
        return _again(ceremony, kind, error)
    envelope = _place(ceremony, envelope, kind)
    return _adopted(replace(ceremony, envelope=envelope), kind)


@bp.get("/signatures/<uuid:signature_id>")
def show(recipient_id: UUID, signature_id: UUID) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    response = make_response(signing.signature_image(ceremony, signature_id))
    response.mimetype = "image/png"
    return response


@bp.get("/kept-signature")
def kept(recipient_id: UUID) -> Response:
    """What the recipient keeps for themselves, seen by nobody else."""
    image, _ = _kept(ceremony_sessions.take_up(recipient_id))
    response = make_response(image)
    response.mimetype = "image/png"
    return response


def _kept(ceremony: Ceremony) -> tuple[bytes, str]:
    """Raises NotFound when whoever is signed in here is not this recipient."""
    found = kept_signatures.of(ceremony)
    if found is None:
        raise NotFound
    return found.png, found.method


def _kind(given: str) -> str:
    return given if given in KINDS else abort(404)


def _place(ceremony: Ceremony, envelope: Envelope, kind: str) -> Envelope:
    """Sign the field from which the dialog was opened."""
    field_id = request.form.get("field", type=UUID)
    if field_id is None or envelope.field(field_id).type.value != kind:
        return envelope
    return signing.fill(ceremony, {field_id: "mine"}, current.now())


def _adopted(ceremony: Ceremony, kind: str) -> Response:
    if client.wants_fragment():
        fields = [f for f in ceremony.fields if f.type.value == kind]
        return signing_pages.saved(ceremony, fields, adopted=kind)
    field = request.form.get("field")
    place = f"field-{field}" if field else None
    page = url_for("signings.show", recipient_id=ceremony.recipient_id, _anchor=place)
    return make_response(redirect(page, 303))


def _again(ceremony: Ceremony, kind: str, error: Invalid | Refusal) -> Response:
    why = signature_form.told(error)
    if client.wants_fragment():
        return render("signing/adopting_error.html", status=422, kind=kind, error=why)
    return _form(ceremony, kind, status=422, error=why)


def _form(ceremony: Ceremony, kind: str, status: int = 200, error: str = "") -> Response:
    return render(
        "signing/signature.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        kind=kind,
        field=request.values.get("field", type=UUID),
        new_ids={kind: uuid4()},
        kept=kind == "signature" and kept_signatures.offered(ceremony),
        error=error,
    )
