"""The log of a webhook endpoint: what it was told and answered, and telling it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.refusals import NotFound
from core.webhooks import catalogue
from core.webhooks.events import WebhookEndpointChanged
from core.webhooks.refusals import EndpointDisabled, NothingToReplay
from core.webhooks.webhook_endpoint import EndpointState, WebhookEndpoint
from tenants.identifiers import new_id
from tenants.store.webhooks.webhook_deliveries import ToldEvent, WebhookDelivery
from tenants.store.webhooks.webhook_log import WebhookAttempt
from tenants.transaction import Transaction
from tenants.use_cases.webhooks.endpoints import draining_job

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """The latest first; `next` continues the list."""

    deliveries: tuple[WebhookDelivery, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ReadDelivery:
    """`payload` is None until it was first sent, and once it was erased."""

    endpoint: WebhookEndpoint
    delivery: WebhookDelivery
    payload: str | None
    attempts: tuple[WebhookAttempt, ...]


def page(
    tx: Transaction,
    endpoint_id: UUID,
    state: str = "",
    event: str = "",
    after: str = "",
    most: int = PAGE,
) -> DeliveryPage:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    tx.webhook_endpoints.get(endpoint_id)
    found = tx.webhook_log.page(endpoint_id, state, event, _place(after), most + 1)
    shown = found[:most]
    return DeliveryPage(shown, str(shown[-1].place) if len(found) > most else None)


def counts(tx: Transaction, endpoint_id: UUID) -> Mapping[str, int]:
    """How many there are in each state, up to a thousand."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    return tx.webhook_log.counts(endpoint_id)


def read(tx: Transaction, endpoint_id: UUID, delivery_id: UUID) -> ReadDelivery:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id)
    delivery = tx.webhook_deliveries.get(endpoint_id, delivery_id)
    payload = tx.webhook_deliveries.payload(endpoint_id, delivery_id)
    attempts = tx.webhook_log.attempts(endpoint_id, delivery_id)
    return ReadDelivery(endpoint, delivery, payload.decode() if payload else None, attempts)


def ping(tx: Transaction, endpoint_id: UUID, now: datetime) -> WebhookDelivery:
    """A test event, which is told like any other. Raises NotFound, EndpointDisabled."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = _open(tx, endpoint_id)
    ping_id = new_id()
    told = ToldEvent(ping_id, catalogue.PING, catalogue.PING, ping_id, None, 0, now, {})
    tx.webhook_deliveries.add(endpoint_id, told)
    tx.jobs.add(tx.organization_id, [draining_job(endpoint_id)])
    _record(tx, endpoint, "tested", now)
    return tx.webhook_deliveries.get(endpoint_id, ping_id)


def replay(tx: Transaction, endpoint_id: UUID, delivery_id: UUID, now: datetime) -> WebhookDelivery:
    """Once more, with the same id. Raises NotFound, EndpointDisabled."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = _open(tx, endpoint_id)
    if not tx.webhook_log.replay(endpoint_id, delivery_id):
        raise NotFound
    tx.jobs.add(tx.organization_id, [draining_job(endpoint_id)])
    _record(tx, endpoint, "replayed", now)
    return tx.webhook_deliveries.get(endpoint_id, delivery_id)


def replay_many(
    tx: Transaction,
    endpoint_id: UUID,
    only_dead: bool,
    since: datetime | None,
    until: datetime | None,
    now: datetime,
) -> int:
    """
    Those that were given up, or all, of events from `since` on and before `until`; how many.

    Raises NotFound, EndpointDisabled, NothingToReplay.
    """
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = _open(tx, endpoint_id)
    count = tx.webhook_log.replay_many(endpoint_id, only_dead, since, until)
    if not count:
        raise NothingToReplay
    tx.jobs.add(tx.organization_id, [draining_job(endpoint_id)])
    _record(tx, endpoint, "replayed", now)
    return count


def _open(tx: Transaction, endpoint_id: UUID) -> WebhookEndpoint:
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    if endpoint.state is EndpointState.DISABLED:
        raise EndpointDisabled
    return endpoint


def _record(tx: Transaction, endpoint: WebhookEndpoint, what: str, now: datetime) -> None:
    changed = WebhookEndpointChanged(endpoint_id=endpoint.id, change=what, url=endpoint.choices.url)
    tx.record_admin((changed,), tx.principal.actor, now)


def _place(after: str) -> UUID | None:
    """Where the list goes on. Raises NotFound."""
    try:
        return UUID(after) if after else None
    except ValueError:
        raise NotFound from None
