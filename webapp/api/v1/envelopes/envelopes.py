"""Envelopes: a program makes and sends them, and sees how they stand."""

import base64
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.access import Permission
from core.api.api_key import Scope
from core.api.refusals import InvalidRequest, MadeEnvelopeGone
from core.documents import image_bundle
from core.documents.earlier_signatures import Handling
from core.documents.supplement import Supplement
from core.envelopes import recipient_list, recipient_options
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles import registry as roles
from core.envelopes.turns.reassigning import Successor
from core.fields import kinds
from core.fields.anchoring.anchor import Anchor
from core.fields.anchoring.awaited_fields import AnchoredField, AwaitedFields
from core.fields.field import Field
from core.refusals import NotFound
from tenants import email_addresses
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.store.api.idempotency_keys import MadeEnvelope
from tenants.transaction import Transaction
from tenants.use_cases.api import idempotency
from tenants.use_cases.api.idempotency import RepeatableRequest
from tenants.use_cases.envelopes import envelope_creation, reading, requested_sending, sending
from tenants.use_cases.envelopes.envelope_creation import (
    DocumentReading,
    UploadedFile,
    WholeEnvelope,
)
from tenants.use_cases.envelopes.turns import pausing, reassigning, starting
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.signing.recipient_choices import TypedSecrets
from webapp import current
from webapp.api.v1 import authentication, field_rules, responses
from webapp.api.v1.document_models import NewDocument
from webapp.api.v1.documentation import answers, documentation, pointer
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.envelope_models import (
    EnvelopeAnswer,
    EnvelopeForm,
    NewEnvelope,
    NewStart,
    NewSuccessor,
)
from webapp.api.v1.field_models import NewAnchor, NewField
from webapp.api.v1.idempotency_header import IdempotencyHeader, repeatable
from webapp.routes.evidence.sealed_files import attachment as saved
from webapp.text.translation import gettext

bp = Blueprint("envelopes", __name__, url_prefix="/envelopes")
SCHEDULE = {"expire_days", "remind_after", "remind_every", "remind_most", "warn_days"}


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
    asked = _asked()
    files = [_file(document) for document in asked.documents]
    once = _repeatable(asked, files)
    if once and (first := _earlier(once)):
        return first
    if asked.status == "sent":
        sending.count(current.organization())
    with current.transaction() as tx:
        envelope_creation.announce(tx, files, current.now())
    envelope_creation.store(current.organization(), files)
    whole = _whole(asked, files)
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


@bp.put("/<uuid:envelope_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewStart,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="schedule_envelope",
)
def schedule(envelope_id: UUID) -> Response:
    """
    Send a draft later, or change when a step starts

    A draft is sent now, and no one is invited before that time. Of an envelope whose next step
    waits, the time is changed.
    """
    at: datetime = request.context.json.starts_at  # type: ignore[attr-defined]
    sending.count(current.organization())
    with current.transaction() as tx:
        if reading.envelope(tx, envelope_id).status is Status.DRAFT:
            envelope = requested_sending.request(tx, envelope_id, current.now(), at)
        else:
            envelope = starting.change(tx, envelope_id, at, current.now())
    return responses.shown(answer_of(envelope))


@bp.post("/<uuid:envelope_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=EnvelopeAnswer), operation_id="start_step"
)
def start(envelope_id: UUID) -> Response:
    """
    Start a step now

    Without waiting for the time at which it was to start.
    """
    with current.transaction() as tx:
        envelope = starting.start_now(tx, envelope_id, current.now())
    return responses.shown(answer_of(envelope))


@bp.post("/<uuid:envelope_id>/pause")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=EnvelopeAnswer), operation_id="pause_envelope"
)
def pause(envelope_id: UUID) -> Response:
    """
    Pause an envelope

    No one may act in it and no one is reminded until it is resumed. It still expires in time.
    """
    with current.transaction() as tx:
        envelope = pausing.pause(tx, envelope_id, current.now())
    return responses.shown(answer_of(envelope))


@bp.post("/<uuid:envelope_id>/resume")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=EnvelopeAnswer), operation_id="resume_envelope"
)
def resume(envelope_id: UUID) -> Response:
    """
    Resume a paused envelope

    Those whose turn it is are told by e-mail that they can continue.
    """
    with current.transaction() as tx:
        envelope = pausing.resume(tx, envelope_id, current.now())
    return responses.shown(answer_of(envelope))


@bp.post("/<uuid:envelope_id>/recipients/<uuid:recipient_id>/reassign")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewSuccessor,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="reassign_recipient",
)
def reassign(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    Give the part of a recipient to another person

    Who becomes a recipient of their own, with the fields; what was filled in and not finished is
    dropped. The one before is told, and their link says so.
    """
    asked: NewSuccessor = request.context.json  # type: ignore[attr-defined]
    to = Successor(new_id(), asked.name, asked.email, asked.reason)
    sending.count(current.organization())
    with current.transaction() as tx:
        envelope = reassigning.reassign(tx, envelope_id, recipient_id, to, current.now())
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


def _asked() -> NewEnvelope:
    """What the body says, of which all that can be said of one value alone is checked already."""
    parts = request.context  # type: ignore[attr-defined]
    asked: NewEnvelope = parts.form.envelope if parts.form else parts.json
    wrong = [
        *_missing_parts(asked),
        *_repeated_people(asked),
        *_unknown_people(asked),
        *field_rules.errors(asked),
    ]
    if wrong:
        raise InvalidRequest(wrong)
    return asked


def _missing_parts(asked: NewEnvelope) -> Iterator[dict[str, str]]:
    for number, document in enumerate(asked.documents):
        for n, part in enumerate(document.parts):
            if part not in request.files:
                place = ("file",) if document.files is None else ("files", n)
                yield {
                    "pointer": pointer(("documents", number, *place)),
                    "code": "missing_part",
                    "detail": "No part has this name.",
                }


def _repeated_people(asked: NewEnvelope) -> Iterator[dict[str, str]]:
    """What the rules say of the list as a whole; who is in a group is read from the group."""
    for place, sentence in recipient_list.errors(
        _people(asked), email_addresses.deliverable
    ).items():
        name, _, number = place.partition("-")
        if number and asked.recipients[int(number)].signing_group_id:
            continue
        path = ("recipients", number, name) if number else (name,)
        yield {"pointer": pointer(path), "code": "value_error", "detail": gettext(sentence)}


def _unknown_people(asked: NewEnvelope) -> Iterator[dict[str, str]]:
    for number, document in enumerate(asked.documents):
        for n, place in enumerate(document.hidden_from):
            if place > len(asked.recipients):
                path = pointer(("documents", number, "hidden_from", n))
                detail = "There is no recipient of this number."
                yield {"pointer": path, "code": "value_error", "detail": detail}


def _people(asked: NewEnvelope) -> list[Recipient]:
    return [
        Recipient(
            *(new_id(), r.name, r.email, roles.named(r.role), r.order),
            role_name=r.role_name or "",
            options=recipient_options.read(r.options.model_dump()),
        )
        for r in asked.recipients
    ]


def _file(document: NewDocument) -> UploadedFile:
    if document.files is not None:
        data = incoming_file.of(_bundle(document.files))
    elif document.file is not None:
        part = request.files[document.file]
        data = incoming_file.of(part.stream)  # two documents may name one part
    else:
        data = incoming_file.of_bytes(base64.b64decode(document.content or ""))
    handling = Handling(document.handling or Handling.CANONICAL)
    return envelope_creation.uploaded(document.name, data, document.values, handling)


def _bundle(parts: Sequence[str]) -> IO[bytes]:
    """Images that become one document."""
    files = [request.files[name] for name in parts]
    bundle = TemporaryFile()  # noqa: SIM115 - it is gone with the request
    image_bundle.write(
        bundle,
        ((f.filename or "image", 1, incoming_file.of(f.stream).pieces()) for f in files),
    )
    return bundle


def _repeatable(asked: NewEnvelope, files: Sequence[UploadedFile]) -> RepeatableRequest | None:
    """The same for the same request in another form: parts have new boundaries each time."""
    without = asked.model_dump_json(
        exclude={"documents": {"__all__": {"content", "file", "files"}}}
    )
    hashes = "".join(file.sha256 for file in files)
    return repeatable(f"{without}\n{hashes}")


def _earlier(once: RepeatableRequest) -> Response | None:
    """Looked up first, so that nothing is stored for a request that was answered already."""
    with current.transaction() as tx:
        tx.require(Permission.SEND_ENVELOPES)
        made = idempotency.earlier(tx, once, current.now())
        return answered_again(tx, made) if made else None


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


def _whole(asked: NewEnvelope, files: Sequence[UploadedFile]) -> WholeEnvelope:
    people = _people(asked)
    given = [
        ([person.id], asked_field)
        for person, recipient in zip(people, asked.recipients, strict=True)
        for asked_field in recipient.fields
    ] + [([people[n - 1].id for n in f.recipients], f) for f in asked.fields]
    fields = [_field(files, ids, f) for ids, f in given if f.anchor is None]
    return WholeEnvelope(
        *(new_id(), asked.name, asked.message, files, people, fields, asked.status == "sent"),
        days=asked.model_dump(include=SCHEDULE, exclude_none=True),
        readings={
            file.document_id: DocumentReading(
                [people[n - 1].id for n in document.hidden_from],
                Supplement(document.supplement or ""),
            )
            for file, document in zip(files, asked.documents, strict=True)
            if document.hidden_from or document.supplement
        },
        awaited=_awaited(asked, files, given),
        proofs=asked.proofs,
        confirms=asked.confirm_signatures,
        needed={step.order: step.needed for step in asked.steps},
        delays={step.order: step.delay for step in asked.steps},
        starts_at=asked.starts_at,
        groups={
            person.id: r.signing_group_id
            for person, r in zip(people, asked.recipients, strict=True)
            if r.signing_group_id
        },
        secrets={
            person.id: TypedSecrets(r.access_code, [(q.question, q.answer) for q in r.questions])
            for person, r in zip(people, asked.recipients, strict=True)
        },
    )


def _awaited(
    asked: NewEnvelope,
    files: Sequence[UploadedFile],
    given: Sequence[tuple[Sequence[UUID], NewField]],
) -> dict[UUID, AwaitedFields]:
    """What is placed when the pages are drawn, by document."""
    found: dict[UUID, AwaitedFields] = {}
    for number, (file, document) in enumerate(zip(files, asked.documents, strict=True), 1):
        anchored = tuple(
            AnchoredField(_anchor(f.anchor), _field(files, ids, f))
            for ids, f in given
            if f.anchor is not None and f.document == number
        )
        if anchored or document.place_tags:
            found[file.document_id] = AwaitedFields(anchored, document.place_tags)
    return found


def _anchor(asked: NewAnchor) -> Anchor:
    return Anchor(asked.text, asked.x, asked.y, asked.which == "all")


def _field(files: Sequence[UploadedFile], recipient_ids: Sequence[UUID], asked: NewField) -> Field:
    kind = kinds.named(asked.kind)
    return Field(
        id=new_id(),
        document_id=files[asked.document - 1].document_id,
        recipient_ids=tuple(recipient_ids),
        kind=kind,
        page=asked.page or 1,
        x=asked.x or 0.0,
        y=asked.y or 0.0,
        width=asked.width or kind.size[0],
        height=asked.height or kind.size[1],
        required=kind.is_required if asked.required is None else asked.required,
        label=asked.label,
        properties=asked.properties,
    )


def body_of(envelope: Envelope) -> bytes:
    return answer_of(envelope).model_dump_json().encode()
