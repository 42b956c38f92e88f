"""Envelopes: a program makes and sends them, and sees how they stand."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.access import Permission
from core.api.refusals import MadeEnvelopeGone
from core.api.scope import Scope
from core.envelopes.envelope import Envelope
from core.refusals import NotFound
from tenants.store.api.idempotency_keys import MadeEnvelope
from tenants.transaction import Transaction
from tenants.use_cases.api import idempotency
from tenants.use_cases.api.idempotency import RepeatableRequest
from tenants.use_cases.envelopes import envelope_creation, reading, requested_sending, sending
from tenants.use_cases.envelopes.envelope_creation import UploadedFile
from tenants.use_cases.evidence import sealed_files
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import new_envelope
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer, EnvelopeForm, NewEnvelope
from webapp.api.v1.idempotency_header import IdempotencyHeader, repeatable
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
    brought = new_envelope.all_uploaded(asked)
    once = _repeatable(asked, brought)
    if once and (first := _earlier(once)):
        return first
    files = list(new_envelope.all_fetched(asked, brought))
    if asked.status == "sent":
        sending.count(current.organization())
    with current.transaction() as tx:
        envelope_creation.announce(tx, files, current.now())
    envelope_creation.store(current.organization(), files)
    whole = new_envelope.whole(asked, files)
    with current.transaction() as tx:
        if once and (made := idempotency.claim(tx, once, current.now())):
            return answered_again(tx, made)
        envelope = envelope_creation.create(tx, whole, current.now())
        body = body_of(envelope)
        if once:
            idempotency.keep(tx, once, envelope.id, body)
    return responses.created(place_of(envelope.id), body)


@bp.get("/<uuid:envelope_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_304=None, HTTP_200=EnvelopeAnswer),
    operation_id="get_envelope",
)
def show(envelope_id: UUID) -> Response:
    """
    See an envelope

    Its ETag changes with everything that happens to it.
    """
    with current.transaction() as tx:
        envelope, version = reading.versioned(tx, envelope_id)
    response = responses.shown(answer_of(envelope))
    response.set_etag(f"{envelope.id}-{version}")
    response.make_conditional(request)
    return response


@bp.post("/<uuid:envelope_id>/send")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="send_envelope",
)
def send(envelope_id: UUID) -> Response:
    """
    Send a draft

    At once, or as soon as its pages are ready: “sending” is then “waiting”. Asked again, it is not
    sent twice.
    """
    sending.count(current.organization())
    with current.transaction() as tx:
        envelope = requested_sending.request(tx, envelope_id, current.now())
    return responses.shown(answer_of(envelope))


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
        found = reading.attached_file(tx, envelope_id, attachment_id, current.now())
    return saved(sealed_files.read(current.organization(), found))


def place_of(envelope_id: UUID) -> str:
    return url_for("api_v1.envelopes.show", envelope_id=envelope_id)


def answered_again(
    tx: Transaction, made: MadeEnvelope, place: Callable[[UUID], str] = place_of
) -> Response:
    """The first answer; where it was erased, the envelope as it is. Raises MadeEnvelopeGone."""
    try:
        envelope = reading.envelope(tx, made.id)
    except NotFound:
        raise MadeEnvelopeGone from None
    return responses.created(place(made.id), made.answer or body_of(envelope), again=True)


def body_of(envelope: Envelope) -> bytes:
    return answer_of(envelope).model_dump_json().encode()


def _repeatable(
    asked: NewEnvelope, files: Sequence[UploadedFile | None]
) -> RepeatableRequest | None:
    """
    The same for the same request in another form: parts have new boundaries each time. A document
    that is fetched is what its address says, whatever lies there when it is asked again.
    """
    without = asked.model_dump_json(
        exclude={"documents": {"__all__": {"content", "file", "files"}}}
    )
    hashes = "".join(file.sha256 if file else "-" for file in files)
    return repeatable(f"{without}\n{hashes}")


def _earlier(once: RepeatableRequest) -> Response | None:
    """Looked up first, so that nothing is stored for a request that was answered already."""
    with current.transaction() as tx:
        tx.require(Permission.SEND_ENVELOPES)
        made = idempotency.earlier(tx, once, current.now())
        return answered_again(tx, made) if made else None
