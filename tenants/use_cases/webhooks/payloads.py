"""What a webhook says: written once, at its first try, and the same bytes at every other."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles import registry as roles
from core.refusals import NotFound
from core.webhooks.catalogue import NamedEvent
from core.webhooks.webhook_endpoint import PayloadKind
from tenants.store.webhooks.webhook_deliveries import WebhookDelivery
from tenants.transaction import Transaction
from tenants.use_cases.docusign import connect_messages

SAMPLE_ID = "00000000-0000-7000-8000-000000000000"


def of(tx: Transaction, delivery: WebhookDelivery, kind: PayloadKind) -> bytes:
    """Made and kept at the first call, and after it was erased."""
    kept = tx.webhook_deliveries.payload(delivery.endpoint_id, delivery.id)
    if kept is not None:
        return kept
    if kind is PayloadKind.DOCUSIGN:
        said = connect_messages.of(tx, delivery)
    else:
        said = thin(tx.organization_id, delivery)
    if kind is PayloadKind.FULL and delivery.envelope_id is not None:
        said["data"] |= _full(tx, delivery, delivery.envelope_id)
    elif kind is PayloadKind.FULL and delivery.sequence:
        said["data"]["details"] = _logged(tx, delivery)
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    tx.webhook_deliveries.keep_payload(delivery.endpoint_id, delivery.id, written)
    return written


def thin(organization_id: UUID, delivery: WebhookDelivery) -> dict[str, Any]:
    """Ids and the place in the order: nothing about a person."""
    data: dict[str, Any] = {}
    if delivery.envelope_id is not None:
        data["envelope_id"] = str(delivery.envelope_id)
    return {
        "id": str(delivery.id),
        "type": delivery.event,
        "timestamp": _moment(delivery.at),
        "organization_id": str(organization_id),
        "data": data | {"sequence": delivery.sequence, "cause": delivery.type} | delivery.data,
    }


def _full(tx: Transaction, delivery: WebhookDelivery, envelope_id: UUID) -> dict[str, Any]:
    """What the trail says of it, and the envelope as it is when the webhook is first sent."""
    said: dict[str, Any] = {}
    entry = next((e for e in tx.audit.of(envelope_id) if e.sequence == delivery.sequence), None)
    if entry is not None:
        said["details"] = entry.data | {p.name: p.value for p in entry.personal}
        said["actor"] = entry.actor
    try:
        said["envelope"] = _envelope(tx.envelopes.get(envelope_id))
    except NotFound:  # it was thrown away meanwhile
        said["envelope"] = None
    return said


def _logged(tx: Transaction, delivery: WebhookDelivery) -> dict[str, Any]:
    entry = tx.admin_log.entry(delivery.sequence)
    return {} if entry is None else entry.data | {p.name: p.value for p in entry.personal}


def _envelope(envelope: Envelope) -> dict[str, Any]:
    return {
        "id": str(envelope.id),
        "name": envelope.name,
        "status": envelope.status.value,
        "sequence": envelope.head.sequence,
        "sender_id": str(envelope.sender_id),
        "created_at": _moment(envelope.created_at),
        "sent_at": _moment(envelope.sent_at),
        "expires_at": _moment(envelope.expires_at),
        "status_at": _moment(envelope.status_at),
        "recipients": [_recipient(r) for r in envelope.recipients],
        "documents": [
            {"id": str(d.id), "name": d.name, "pages": len(d.pages)} for d in envelope.documents
        ],
    }


def _recipient(recipient: Recipient) -> dict[str, Any]:
    return {
        "id": str(recipient.id),
        "name": recipient.name,
        "email": recipient.email,
        "role": recipient.role.name,
        "order": recipient.routing_order,
        "status": recipient.status.value,
        "sent_at": _moment(recipient.sent_at),
        "delivered_at": _moment(recipient.delivered_at),
        "completed_at": _moment(recipient.completed_at),
    }


def _moment(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sample(organization_id: UUID, event: NamedEvent, now: datetime) -> dict[str, Any]:
    """What a full payload of this event looks like, with made-up values."""
    made_up = dict.fromkeys(event.ids, SAMPLE_ID)
    data: dict[str, Any] = {"sequence": 7, "cause": event.types[0]} | made_up
    data["details"] = dict.fromkeys((*event.details, *event.personal), "…") | made_up
    if event.of_envelope:
        data |= {"envelope_id": SAMPLE_ID, "actor": f"person:{SAMPLE_ID}"}
        data["envelope"] = _sample_envelope(now)
    return {
        "id": SAMPLE_ID,
        "type": event.name,
        "timestamp": _moment(now),
        "organization_id": str(organization_id),
        "data": data,
    }


def _sample_envelope(now: datetime) -> dict[str, Any]:
    signer = Recipient(UUID(SAMPLE_ID), "Ana Ruiz", "ana@example.com", roles.named("signer"), 1)
    made_up = Envelope(
        UUID(SAMPLE_ID), UUID(SAMPLE_ID), UUID(SAMPLE_ID), "Lease", now, recipients=(signer,)
    )
    return _envelope(made_up)
