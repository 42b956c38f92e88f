"""REST hooks: an automation service subscribes to one event, and unsubscribes."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.refusals import Invalid, NotFound
from core.webhooks import catalogue
from core.webhooks.webhook_endpoint import EndpointChoices, PayloadKind
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.webhooks import endpoints, payloads
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.repeatable import once
from webapp.api.v1.webhooks.hook_models import HookSampleListAnswer, MadeHookAnswer, NewHook

bp = Blueprint("hooks", __name__, url_prefix="/hooks")
DESCRIPTION = "REST hook"


@bp.post("")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    json=NewHook,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 415, 422, 429, HTTP_201=MadeHookAnswer),
    operation_id="subscribe_hook",
)
def create() -> Response:
    """
    Subscribe to an event

    For automation services such as Zapier or n8n. It is a webhook endpoint that is told of this
    event alone, in full.
    """
    asked: NewHook = request.context.json  # type: ignore[attr-defined]
    url, hook_id = asked.target_url.strip(), new_id()
    choices = EndpointChoices(url, DESCRIPTION, (asked.event,), payload=PayloadKind.FULL)

    def effect(tx: Transaction) -> Response:
        made = endpoints.create(tx, hook_id, choices, current.now())
        place = url_for("api_v1.webhook_endpoints.show", endpoint_id=hook_id)
        answer = MadeHookAnswer(id=hook_id, target_url=url, event=asked.event, secret=made.secret)
        return responses.created(place, answer)

    return once(effect, before=lambda: _check(asked.target_url))


@bp.delete("/<uuid:endpoint_id>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_204=None),
    operation_id="unsubscribe_hook",
)
def delete(endpoint_id: UUID) -> Response:
    """
    Unsubscribe from an event

    What was not delivered yet is not delivered any more. Other webhook endpoints stay.
    """

    def effect(tx: Transaction) -> Response:
        if endpoints.get(tx, endpoint_id).choices.description != DESCRIPTION:
            raise NotFound
        endpoints.delete(tx, endpoint_id, current.now())
        return responses.deleted()

    return once(effect)


@bp.get("/samples/<event>")
@authentication.required(Scope.WEBHOOKS)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=HookSampleListAnswer),
    operation_id="list_hook_samples",
)
def samples(event: str) -> Response:
    """See what hooks of an event are sent"""
    if event not in catalogue.named():
        raise NotFound
    sample = payloads.sample(current.organization().id, catalogue.named()[event], current.now())
    return responses.shown(HookSampleListAnswer(items=[sample]))


def _check(url: str) -> None:
    """Raises Invalid, of the member that the body has."""
    try:
        endpoints.check_url(url, current.settings())
    except Invalid as invalid:
        raise Invalid(target_url=invalid.errors["url"]) from None
