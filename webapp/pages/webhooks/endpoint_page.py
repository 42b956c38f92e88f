"""The page of one webhook endpoint, with what was delivered to it."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, request

from core.webhooks import catalogue
from core.webhooks.webhook_answer import DeliveryState
from core.webhooks.webhook_endpoint import SigningKind
from tenants.use_cases.webhooks import delivery_log, endpoints
from webapp import current
from webapp.render import render


def shown(
    endpoint_id: UUID,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Filtered by the address; `typed` is what was wrong in the form for sending again."""
    state, event = request.args.get("state", ""), request.args.get("event", "")
    state = state if state in set(DeliveryState) else ""
    event = event if event in {*catalogue.names(), catalogue.PING} else ""
    with current.transaction() as tx:
        endpoint = endpoints.get(tx, endpoint_id)
        found = delivery_log.page(tx, endpoint_id, state, event, request.args.get("after", ""))
        counts = delivery_log.counts(tx, endpoint_id)
        keys = endpoints.public_keys(tx, endpoint, current.now())
    asked = {name: value for name, value in (("state", state), ("event", event)) if value}
    return render(
        "webhooks/show.html",
        status=status,
        endpoint=endpoint,
        found=found,
        counts=counts,
        public_keys=keys if endpoint.choices.signing is SigningKind.ED25519 else (),
        names=(*catalogue.names(), catalogue.PING),
        asked=asked,
        errors=errors or {},
        typed=typed or {},
    )
