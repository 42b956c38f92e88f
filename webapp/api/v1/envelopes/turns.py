"""What programs change while an envelope is under way: when a step starts, pauses, and who acts."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.envelopes.envelope import Envelope, Status
from core.envelopes.turns.reassigning import Successor
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading, requested_sending, sending
from tenants.use_cases.envelopes.turns import pausing, reassigning, starting
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.envelopes.turn_models import NewStart, NewSuccessor
from webapp.api.v1.idempotency_header import IdempotencyHeader

bp = Blueprint("turns", __name__, url_prefix="/envelopes")


@bp.put("/<uuid:envelope_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewStart,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="schedule_envelope",
)
def schedule(envelope_id: UUID) -> Response:
    """
    Send a draft later, or change when a step starts

    A draft is sent now, and no one is invited before that time. Of an envelope whose next step
    waits, the time is changed.
    """
    at: datetime = request.context.json.starts_at  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Envelope:
        if reading.envelope(tx, envelope_id).status is Status.DRAFT:
            return requested_sending.request(tx, envelope_id, current.now(), at)
        return starting.change(tx, envelope_id, at, current.now())

    return changed(act, before=lambda: sending.count(current.organization()))


@bp.post("/<uuid:envelope_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="start_step",
)
def start(envelope_id: UUID) -> Response:
    """
    Start a step now

    Without waiting for the time at which it was to start.
    """
    return changed(lambda tx: starting.start_now(tx, envelope_id, current.now()))


@bp.post("/<uuid:envelope_id>/pause")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="pause_envelope",
)
def pause(envelope_id: UUID) -> Response:
    """
    Pause an envelope

    No one may act in it and no one is reminded until it is resumed. It still expires in time.
    """
    return changed(lambda tx: pausing.pause(tx, envelope_id, current.now()))


@bp.post("/<uuid:envelope_id>/resume")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="resume_envelope",
)
def resume(envelope_id: UUID) -> Response:
    """
    Resume a paused envelope

    Those whose turn it is are told by e-mail that they can continue.
    """
    return changed(lambda tx: pausing.resume(tx, envelope_id, current.now()))


@bp.post("/<uuid:envelope_id>/recipients/<uuid:recipient_id>/reassign")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewSuccessor,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer),
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
    return changed(
        lambda tx: reassigning.reassign(tx, envelope_id, recipient_id, to, current.now()),
        before=lambda: sending.count(current.organization()),
    )
