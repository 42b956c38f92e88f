"""Deliveries of webhooks: listed, read, sent again."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.webhooks import delivery_log
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.webhooks.delivery_answers import delivery_answer, read_answer
from webapp.api.v1.webhooks.delivery_models import (
    DeliveryAnswer,
    DeliveryListAnswer,
    DeliveryListQuery,
    NewReplay,
    ReadDeliveryAnswer,
    ReplayAnswer,
)

bp = Blueprint("webhook_deliveries", __name__, url_prefix="/webhook-endpoints/<uuid:endpoint_id>")


@bp.get("/deliveries")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    query=reading(DeliveryAnswer, base=DeliveryListQuery),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=DeliveryListAnswer),
    operation_id="list_webhook_deliveries",
)
def index(endpoint_id: UUID) -> Response:
    """List deliveries to a webhook endpoint"""
    asked: DeliveryListQuery = request.context.query  # type: ignore[attr-defined]
    after = cursors.read(asked.cursor, UUID)
    with current.transaction() as tx:
        found = delivery_log.page(
            *(tx, endpoint_id, asked.state or "", asked.event),
            *(str(after[0]) if after else "", asked.limit),
        )
    return responses.page(
        DeliveryListAnswer,
        [delivery_answer(each) for each in found.deliveries],
        cursors.written(found.next) if found.next else None,
    )


@bp.get("/deliveries/<uuid:delivery_id>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    query=reading(ReadDeliveryAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=ReadDeliveryAnswer),
    operation_id="get_webhook_delivery",
)
def show(endpoint_id: UUID, delivery_id: UUID) -> Response:
    """See a delivery, with what was sent and answered"""
    with current.transaction() as tx:
        return responses.shown(read_answer(delivery_log.read(tx, endpoint_id, delivery_id)))


@bp.post("/deliveries/<uuid:delivery_id>/replay")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=DeliveryAnswer),
    operation_id="replay_webhook_delivery",
)
def replay(endpoint_id: UUID, delivery_id: UUID) -> Response:
    """Send a delivery again, with the same id"""

    def effect(tx: Transaction) -> Response:
        found = delivery_log.replay(tx, endpoint_id, delivery_id, current.now())
        return responses.shown(delivery_answer(found))

    return once(effect)


@bp.post("/replays")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    json=NewReplay,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=ReplayAnswer),
    operation_id="replay_webhook_deliveries",
)
def replay_many(endpoint_id: UUID) -> Response:
    """Send again what was given up, or all of a time"""
    asked: NewReplay = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        count = delivery_log.replay_many(
            tx, endpoint_id, asked.only_dead, asked.since, asked.until, current.now()
        )
        return responses.shown(ReplayAnswer(deliveries=count))

    return once(effect)
