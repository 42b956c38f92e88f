"""What a sender does with an envelope as a whole: void it, remind of it, copy it, hand it over."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import copying, ownership_transfer, reminding, voiding
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.envelopes.lifecycle_models import NewOwner, NewReminder, NewVoiding
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.repeatable import once

bp = Blueprint("envelope_lifecycle", __name__, url_prefix="/envelopes/<uuid:envelope_id>")
CHANGED = answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer)


@bp.post("/void")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewVoiding, headers=IdempotencyHeader, resp=CHANGED, operation_id="void_envelope"
)
def void(envelope_id: UUID) -> Response:
    """
    Void an envelope

    No one can act in it any more; its links say so. One that is completed cannot be voided. Asked
    again, nothing changes.
    """
    asked: NewVoiding = request.context.json  # type: ignore[attr-defined]
    return changed(lambda tx: voiding.void(tx, envelope_id, asked.reason, current.now()))


@bp.post("/remind")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewReminder, headers=IdempotencyHeader, resp=CHANGED, operation_id="remind_recipients"
)
def remind(envelope_id: UUID) -> Response:
    """
    Remind recipients

    All whose turn it is, or one of them. Within an hour no one is reminded twice.
    """
    asked: NewReminder = request.context.json  # type: ignore[attr-defined]
    return changed(lambda tx: reminding.remind(tx, envelope_id, current.now(), asked.recipient_id))


@bp.post("/copy")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_201=EnvelopeAnswer),
    operation_id="copy_envelope",
)
def copy(envelope_id: UUID) -> Response:
    """
    Copy an envelope

    Makes a new draft with the same documents, recipients and fields.
    """

    def make(tx: Transaction) -> Response:
        copied = copying.copy_envelope(tx, envelope_id, new_id(), current.now())
        return envelope_responses.created(tx, copied)

    return once(make)


@bp.post("/transfer")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewOwner, headers=IdempotencyHeader, resp=CHANGED, operation_id="transfer_envelope"
)
def transfer(envelope_id: UUID) -> Response:
    """
    Give an envelope to another member

    They own it from now on. Who has sent it stays as it was recorded.
    """
    asked: NewOwner = request.context.json  # type: ignore[attr-defined]
    return changed(
        lambda tx: ownership_transfer.one(tx, envelope_id, asked.person_id, current.now())
    )
