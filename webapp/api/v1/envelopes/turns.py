"""What programs change while an envelope is under way: when a step starts, pauses, and who acts."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.envelopes.envelope import Status
from core.envelopes.turns.reassigning import Successor
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import reading, requested_sending, sending
from tenants.use_cases.envelopes.turns import pausing, reassigning, starting
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.envelope_answers import answer_of
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.envelopes.turn_models import NewStart, NewSuccessor

bp = Blueprint("turns", __name__, url_prefix="/envelopes")


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
