"""Correcting an envelope that was sent."""

from typing import Annotated
from uuid import UUID

from flask import Blueprint, Response, request
from pydantic import AwareDatetime, Field

from core.api.scope import Scope
from core.envelopes.correction import AddedRecipient, ChangedRecipient, EnvelopeCorrection
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.roles.signer import SIGNER
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import correcting, reading, sending
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.value_types import Address, AskedModel, Line, RoleName

bp = Blueprint("corrections", __name__, url_prefix="/envelopes")


class CorrectedRecipient(AskedModel):
    """What is left out stays as it is."""

    id: UUID
    name: Annotated[Line | None, Field(max_length=120)] = None
    email: Address | None = None
    order: Annotated[
        int | None, Field(ge=1, le=100, description="Of those who were not asked yet")
    ] = None
    remove: bool = Field(default=False, description="They are told that they are not needed")


class LateRecipient(AskedModel):
    """Someone who comes later."""

    name: Annotated[Line, Field(max_length=120)]
    email: Address
    role: RoleName = SIGNER.name
    order: Annotated[int, Field(ge=1, le=100)] = 1
    takes_over: UUID | None = Field(
        default=None,
        description="The recipient, removed in the same request, whose fields become theirs."
        " A signer needs some",
    )
    joins: UUID | None = Field(
        default=None,
        description="A recipient whose signing group they join, with its role, order and fields",
    )


class EnvelopeCorrections(AskedModel):
    """All of it, or nothing."""

    recipients: list[CorrectedRecipient] = Field(default=[], max_length=RECIPIENTS_LIMIT)
    added: list[LateRecipient] = Field(default=[], max_length=RECIPIENTS_LIMIT)
    expires_at: AwareDatetime | None = None


@bp.post("/<uuid:envelope_id>/corrections")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=EnvelopeCorrections,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="correct_envelope",
)
def create(envelope_id: UUID) -> Response:
    """
    Correct a sent envelope

    Recipients who have not finished, and when it expires, all at once. A changed recipient gets a
    new link; a removed one is told; the audit trail keeps old and new values.
    """
    asked: EnvelopeCorrections = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Envelope:
        typed = _correction(reading.changeable(tx, envelope_id), asked)
        return correcting.correct_envelope(tx, envelope_id, typed, current.now())

    return changed(act, before=lambda: sending.count(current.organization()))


def _correction(envelope: Envelope, asked: EnvelopeCorrections) -> EnvelopeCorrection:
    """Raises NotFound for one who is no recipient."""
    changed = []
    for given in asked.recipients:
        was = envelope.recipient(given.id)
        name, email = given.name or was.name, given.email or was.email
        order = given.order or was.routing_order
        changed.append(ChangedRecipient(was.id, name, email, order))
    return EnvelopeCorrection(
        tuple(changed),
        tuple(
            AddedRecipient(new_id(), a.name, a.email, a.role, a.order, a.takes_over, a.joins)
            for a in asked.added
        ),
        frozenset(given.id for given in asked.recipients if given.remove),
        asked.expires_at,
    )
