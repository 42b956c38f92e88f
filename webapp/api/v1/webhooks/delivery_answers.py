"""A delivery of a webhook as programs see it."""

import json

from core.webhooks.webhook_answer import DeliveryState
from tenants.store.webhooks.webhook_deliveries import WebhookDelivery
from tenants.use_cases.webhooks.delivery_log import ReadDelivery
from webapp.api.v1.webhooks.delivery_models import (
    AttemptAnswer,
    DeliveryAnswer,
    ReadDeliveryAnswer,
)


def delivery_answer(delivery: WebhookDelivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        id=delivery.id,
        endpoint_id=delivery.endpoint_id,
        event=delivery.event,
        envelope_id=delivery.envelope_id,
        sequence=delivery.sequence,
        state=DeliveryState(delivery.state),
        attempts=delivery.attempts,
        event_at=delivery.at,
        tried_at=delivery.tried_at,
        next_attempt_at=delivery.next_at if delivery.state == "waiting" else None,
        status=delivery.status,
        failure=delivery.failure,
    )


def read_answer(found: ReadDelivery) -> ReadDeliveryAnswer:
    """With what was sent and answered at each try."""
    return ReadDeliveryAnswer(
        **delivery_answer(found.delivery).model_dump(),
        payload=json.loads(found.payload) if found.payload else None,
        tries=[
            AttemptAnswer(
                number=attempt.number,
                at=attempt.at,
                took_ms=attempt.took_ms,
                status=attempt.status,
                failure=attempt.failure,
                request_headers=list(attempt.sent),
                answer_headers=list(attempt.answered),
                answer_body=attempt.body,
            )
            for attempt in found.attempts
        ],
    )
