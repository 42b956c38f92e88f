"""Webhook endpoints: made, changed, rotated, paused, tested."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.webhooks.webhook_endpoint import EndpointChoices, WebhookEndpoint
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.webhooks import delivery_log, endpoints
from tenants.use_cases.webhooks.endpoints import MadeEndpoint
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.api.v1.webhooks.delivery_answers import delivery_answer
from webapp.api.v1.webhooks.delivery_models import DeliveryAnswer
from webapp.api.v1.webhooks.endpoint_models import (
    ChangedWebhookEndpoint,
    MadeWebhookEndpointAnswer,
    NewWebhookEndpoint,
    WebhookEndpointAnswer,
    WebhookEndpointListAnswer,
)

bp = Blueprint("webhook_endpoints", __name__, url_prefix="/webhook-endpoints")


@bp.get("")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    query=reading(WebhookEndpointAnswer),
    resp=answers(401, 403, 422, 429, HTTP_200=WebhookEndpointListAnswer),
    operation_id="list_webhook_endpoints",
)
def index() -> Response:
    """List webhook endpoints"""
    with current.transaction() as tx:
        found = endpoints.listed(tx)
    return responses.page(WebhookEndpointListAnswer, [_answer(e) for e in found], None)


@bp.get("/<uuid:endpoint_id>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    query=reading(WebhookEndpointAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=WebhookEndpointAnswer),
    operation_id="get_webhook_endpoint",
)
def show(endpoint_id: UUID) -> Response:
    """See a webhook endpoint, without its secret"""
    with current.transaction() as tx:
        return responses.shown(_answer(endpoints.get(tx, endpoint_id)))


@bp.post("")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    json=NewWebhookEndpoint,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 415, 422, 429, HTTP_201=MadeWebhookEndpointAnswer),
    operation_id="create_webhook_endpoint",
)
def create() -> Response:
    """
    Create a webhook endpoint

    The answer has what verifies its signatures, which is told this once.
    """
    asked: NewWebhookEndpoint = request.context.json  # type: ignore[attr-defined]
    choices = EndpointChoices(
        *(asked.url.strip(), asked.description, tuple(sorted(set(asked.events)))),
        *(asked.ordering, asked.payload, asked.signing),
    )
    endpoint_id = new_id()

    def effect(tx: Transaction) -> Response:
        made = endpoints.create(tx, endpoint_id, choices, current.now())
        place = url_for("api_v1.webhook_endpoints.show", endpoint_id=endpoint_id)
        return responses.created(place, _made(made))

    return once(effect, before=lambda: endpoints.check_url(asked.url, current.settings()))


@bp.patch("/<uuid:endpoint_id>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    json=ChangedWebhookEndpoint,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=WebhookEndpointAnswer),
    operation_id="change_webhook_endpoint",
)
def change(endpoint_id: UUID) -> Response:
    """Change where a webhook endpoint is, or what it is told"""
    asked: ChangedWebhookEndpoint = request.context.json  # type: ignore[attr-defined]
    given = asked.model_dump(exclude_none=True)
    if asked.url is not None:
        given["url"] = asked.url.strip()
    if asked.events is not None:
        given["events"] = tuple(sorted(set(asked.events)))

    def check() -> None:
        if asked.url is not None:
            endpoints.check_url(asked.url, current.settings())

    def effect(tx: Transaction) -> Response:
        _check_match(tx, endpoint_id)
        before = endpoints.get(tx, endpoint_id)
        changed = replace(before.choices, **given)
        return responses.shown(_answer(endpoints.change(tx, endpoint_id, changed, current.now())))

    return once(effect, before=check)


@bp.post("/<uuid:endpoint_id>/rotate")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=MadeWebhookEndpointAnswer),
    operation_id="rotate_webhook_secret",
)
def rotate(endpoint_id: UUID) -> Response:
    """
    Give a webhook endpoint a new secret

    For 24 hours the last one signs as well.
    """

    def effect(tx: Transaction) -> Response:
        return responses.shown(_made(endpoints.rotate(tx, endpoint_id, current.now())))

    return once(effect)


@bp.post("/<uuid:endpoint_id>/pause")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=WebhookEndpointAnswer),
    operation_id="pause_webhook_endpoint",
)
def pause(endpoint_id: UUID) -> Response:
    """Keep what comes until the endpoint is resumed"""

    def effect(tx: Transaction) -> Response:
        return responses.shown(_answer(endpoints.pause(tx, endpoint_id, current.now())))

    return once(effect)


@bp.post("/<uuid:endpoint_id>/resume")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=WebhookEndpointAnswer),
    operation_id="resume_webhook_endpoint",
)
def resume(endpoint_id: UUID) -> Response:
    """
    Send what waits, at once and in order

    Also to an endpoint that was backed off or disabled.
    """

    def effect(tx: Transaction) -> Response:
        return responses.shown(_answer(endpoints.resume(tx, endpoint_id, current.now())))

    return once(effect)


@bp.post("/<uuid:endpoint_id>/test")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=DeliveryAnswer),
    operation_id="test_webhook_endpoint",
)
def test(endpoint_id: UUID) -> Response:
    """Send the event webhook.ping"""

    def effect(tx: Transaction) -> Response:
        return responses.shown(delivery_answer(delivery_log.ping(tx, endpoint_id, current.now())))

    return once(effect)


@bp.delete("/<uuid:endpoint_id>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_204=None),
    operation_id="delete_webhook_endpoint",
)
def delete(endpoint_id: UUID) -> Response:
    """Delete a webhook endpoint and its log"""

    def effect(tx: Transaction) -> Response:
        _check_match(tx, endpoint_id)
        endpoints.delete(tx, endpoint_id, current.now())
        return responses.deleted()

    return once(effect)


def _check_match(tx: Transaction, endpoint_id: UUID) -> None:
    responses.check_match(tx, endpoint_id, lambda: _answer(endpoints.get(tx, endpoint_id)))


def _made(made: MadeEndpoint) -> MadeWebhookEndpointAnswer:
    return MadeWebhookEndpointAnswer(**_answer(made.endpoint).model_dump(), secret=made.secret)


def _answer(endpoint: WebhookEndpoint) -> WebhookEndpointAnswer:
    chosen = endpoint.choices
    return WebhookEndpointAnswer(
        id=endpoint.id,
        url=chosen.url,
        description=chosen.description,
        events=list(chosen.events),
        ordering=chosen.ordering,
        payload=chosen.payload,
        signing=chosen.signing,
        state=endpoint.state,
        disabled_because=endpoint.because,
        failing_since=endpoint.failing_since,
        asked_again_at=endpoint.probe_at,
        succeeded_at=endpoint.succeeded_at,
        created_at=endpoint.created_at,
        changed_at=endpoint.changed_at,
    )
