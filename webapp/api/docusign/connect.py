"""Connect: the addresses of an account that are told of its envelopes."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from core.api.scope import Scope
from core.docusign import connect_events
from core.webhooks.webhook_endpoint import EndpointState, PayloadKind, WebhookEndpoint
from tenants.identifiers import new_id
from tenants.use_cases.webhooks import endpoints
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.definitions import connect_asked

bp = Blueprint("docusign_connect", __name__)


@bp.get("")
@guard.required(Scope.WEBHOOKS)
def index() -> Response:
    with current.transaction() as tx:
        found = [e for e in endpoints.listed(tx) if e.choices.payload is PayloadKind.DOCUSIGN]
    rows = [_configuration(endpoint) for endpoint in found]
    return answer({"configurations": rows, "totalRecords": len(rows)})


@bp.post("")
@guard.required(Scope.WEBHOOKS)
def create() -> Response:
    """`hmacSecret`, by whose text messages are signed, is told here and never again."""
    choices = connect_asked.read(asked.body(), "urlToPublishTo")
    endpoints.check_url(choices.url, current.settings())
    with current.transaction() as tx:
        made = endpoints.create(tx, new_id(), choices, current.now())
    return answer({**_configuration(made.endpoint), "hmacSecret": made.secret}, 201)


@bp.get("/<uuid:connect_id>")
@guard.required(Scope.WEBHOOKS)
def show(connect_id: UUID) -> Response:
    with current.transaction() as tx:
        found = endpoints.get(tx, connect_id)
    return answer({"configurations": [_configuration(found)], "totalRecords": 1})


@bp.delete("/<uuid:connect_id>")
@guard.required(Scope.WEBHOOKS)
def delete(connect_id: UUID) -> Response:
    with current.transaction() as tx:
        endpoints.delete(tx, connect_id, current.now())
    return answer({})


def _configuration(endpoint: WebhookEndpoint) -> dict[str, Any]:
    choices = endpoint.choices
    return {
        "connectId": endpoint.id,
        "configurationType": "custom",
        "name": choices.description,
        "urlToPublishTo": choices.url,
        "events": connect_events.theirs(choices.events),
        "allowEnvelopePublish": endpoint.state is not EndpointState.DISABLED,
        "includeHMAC": True,
        "deliveryMode": "SIM",
        "eventData": {"version": "restv2.1", "format": "json"},
        "allUsers": True,
    }
