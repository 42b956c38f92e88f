"""Addresses of signing pages inside the pages of an application."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.signing.hand_overs import embedded_signing
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.repeatable import once
from webapp.api.v1.signing.embedding_models import EmbeddingAnswer, NewEmbedding

bp = Blueprint("embeddings", __name__, url_prefix="/envelopes")


@bp.post("/<uuid:envelope_id>/recipients/<uuid:recipient_id>/embedded-signing")
@authentication.required(Scope.SIGNING_EMBED)
@documentation.validate(
    json=NewEmbedding,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_201=EmbeddingAnswer),
    operation_id="embed_signing",
)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    """
    Open a signing page inside your application

    The address works once, for five minutes, in a frame of a page of “origin”. Ask for it when the
    recipient is there and you know who they are; each call gives another one.
    """
    asked: NewEmbedding = request.context.json  # type: ignore[attr-defined]

    def issue(tx: Transaction) -> Response:
        args = (envelope_id, recipient_id, asked.origin, asked.return_to)
        made = embedded_signing.issue(tx, *args, current.now())
        address = tx.signing_address + url_for("embedded_signings.enter", token=made.token)
        answer = EmbeddingAnswer(url=address, expires_at=made.expires_at)
        return responses.created(address, answer)

    return once(issue)
