"""A message of Connect: what happened, and the envelope as it is when it is first sent."""

from typing import Any

from core.access import Permission
from core.docusign import connect_events, envelope_json, recipient_json
from core.docusign.written import plain
from core.refusals import NotFound
from tenants.store.webhooks.webhook_deliveries import WebhookDelivery
from tenants.transaction import Transaction


def of(tx: Transaction, delivery: WebhookDelivery) -> dict[str, Any]:
    """As JSON. Of what is no envelope, as a test, there are ids alone."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    account, envelope_id = tx.organization_id, delivery.envelope_id
    data: dict[str, Any] = {"accountId": account, "envelopeId": envelope_id}
    if envelope_id is not None:
        data |= _envelope(tx, delivery)
    place = f"/restapi/v2.1/accounts/{account}"
    said: dict[str, Any] = plain(
        {
            "event": connect_events.WORDS.get(delivery.event, delivery.event),
            "apiVersion": "v2.1",
            "uri": f"{place}/envelopes/{envelope_id}" if envelope_id else place,
            "configurationId": delivery.endpoint_id,
            "generatedDateTime": delivery.at,
            "data": data,
        }
    )
    return said | {"retryCount": 0}


def _envelope(tx: Transaction, delivery: WebhookDelivery) -> dict[str, Any]:
    assert delivery.envelope_id is not None  # noqa: S101
    try:
        envelope = tx.envelopes.get(delivery.envelope_id)
    except NotFound:  # it was thrown away meanwhile
        return {}
    names = tx.program_names.of(envelope.id)
    summary = envelope_json.whole(envelope)
    summary["recipients"] = recipient_json.of_envelope(envelope, names, tabs=True)
    rows = envelope_json.documents(envelope, names)["envelopeDocuments"]
    noted = envelope_json.custom_fields(tx.details.load(envelope.id), tx.custom_fields.all())
    summary |= {"envelopeDocuments": rows, "customFields": noted}
    found: dict[str, Any] = {"userId": envelope.sender_id, "envelopeSummary": summary}
    recipient_id = delivery.data.get("recipient_id")
    known = {str(r.id): r.id for r in envelope.recipients}
    if recipient_id in known:
        found["recipientId"] = names.of_recipient(known[recipient_id])
    return found
