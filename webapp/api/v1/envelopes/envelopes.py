"""Envelopes: a program makes and sends them, and sees how they stand."""

from uuid import UUID

from flask import Blueprint, Response

from core.api.scope import Scope
from tenants.use_cases.envelopes import envelope_creation, requested_sending, sending
from tenants.use_cases.envelopes import reading as envelope_reading
from tenants.use_cases.evidence import sealed_files
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses, new_envelope
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer, EnvelopeForm, NewEnvelope
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once_opened
from webapp.routes.evidence.sealed_files import attachment as saved

bp = Blueprint("envelopes", __name__, url_prefix="/envelopes")


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewEnvelope,
    form=EnvelopeForm,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 413, 415, 422, 429, HTTP_201=EnvelopeAnswer),
    operation_id="create_envelope",
)
def create() -> Response:
    """
    Make an envelope, and send it

    With its documents, recipients and fields, all in one: there is never a part of it. It is sent
    as soon as its pages are ready, if “status” is “sent”.
    """
    asked = new_envelope.parsed()

    def act(opener: Answering) -> None:
        files = list(new_envelope.all_fetched(asked, new_envelope.all_uploaded(asked)))
        if asked.status == "sent":
            sending.count(opener.organization)
        with opener.transaction() as tx:
            envelope_creation.announce(tx, files, current.now())
        envelope_creation.store(opener.organization, files)
        whole = new_envelope.whole(asked, files)
        opener.commit(lambda tx: envelope_creation.create(tx, whole, current.now()))

    return once_opened(act, envelope_responses.created)


@bp.get("/<uuid:envelope_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(EnvelopeAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_304=None, HTTP_200=EnvelopeAnswer),
    operation_id="get_envelope",
)
def show(envelope_id: UUID) -> Response:
    """
    See an envelope

    Its ETag changes with everything that happens to it.
    """
    with current.transaction() as tx:
        envelope, version = envelope_reading.versioned(tx, envelope_id)
    return envelope_responses.seen(envelope, version)


@bp.post("/<uuid:envelope_id>/send")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="send_envelope",
)
def send(envelope_id: UUID) -> Response:
    """
    Send a draft

    At once, or as soon as its pages are ready: “sending” is then “waiting”. Asked again, it is not
    sent twice.
    """
    return changed(
        lambda tx: requested_sending.request(tx, envelope_id, current.now()),
        before=lambda: sending.count(current.organization()),
    )


@bp.get("/<uuid:envelope_id>/attachments/<uuid:attachment_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 410, 429, HTTP_200=None), operation_id="get_attachment"
)
def attachment(envelope_id: UUID, attachment_id: UUID) -> Response:
    """
    Download a file that a recipient attached

    A PDF or an image. “attachments” of the envelope says its name and its SHA-256.
    """
    with current.transaction() as tx:
        found = envelope_reading.attached_file(tx, envelope_id, attachment_id, current.now())
    return saved(sealed_files.read(current.organization(), found))
