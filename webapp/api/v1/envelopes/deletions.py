"""The recycle bin: envelopes go in, and come out again for thirty days."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.retention import recycle_bin
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.envelopes.lifecycle_models import (
    BinQuery,
    DeletedEnvelopeAnswer,
    DeletedEnvelopeListAnswer,
)
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading as read_query
from webapp.api.v1.repeatable import once

bp = Blueprint("deletions", __name__)


@bp.delete("/envelopes/<uuid:envelope_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_envelope",
)
def delete(envelope_id: UUID) -> Response:
    """
    Delete a draft, or an envelope that has ended

    It is in the recycle bin for thirty days, and is then erased.
    """

    def act(tx: Transaction) -> Response:
        envelope_responses.check_match(tx, envelope_id)
        recycle_bin.delete(tx, envelope_id, current.now())
        return responses.deleted()

    return once(act)


@bp.post("/envelopes/<uuid:envelope_id>/restore")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="restore_envelope",
)
def restore(envelope_id: UUID) -> Response:
    """Take an envelope out of the recycle bin"""

    def act(tx: Transaction) -> Response:
        recycle_bin.restore(tx, envelope_id, current.now())
        return envelope_responses.changed(tx, reading.envelope(tx, envelope_id))

    return once(act)


@bp.get("/recycle-bin")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=read_query(DeletedEnvelopeAnswer, base=BinQuery),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=DeletedEnvelopeListAnswer),
    operation_id="list_deleted_envelopes",
)
def index() -> Response:
    """
    List the recycle bin

    The latest first; everyone's, for who manages all envelopes.
    """
    asked: BinQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        place = cursors.read(asked.cursor, str)
        found = recycle_bin.deleted(tx, str(place[0]) if place else "")
    rows = [
        DeletedEnvelopeAnswer(
            id=r.id,
            name=r.name,
            status=r.status,
            sender=r.sender,
            deleted_at=r.deleted_at,
            erase_at=r.erase_at,
            held=r.held,
        )
        for r in found.rows
    ]
    following = cursors.written(found.next) if found.next else None
    return responses.page(DeletedEnvelopeListAnswer, rows, following)
