"""Webhook endpoints: made, changed, paused, deleted; their secrets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.addresses.network_address import ForbiddenAddress, MalformedAddress
from core.jobs.job import Job
from core.principal import SystemPrincipal
from core.refusals import Invalid, sentence
from core.settings.settings import Settings
from core.webhooks.events import (
    WebhookEndpointChanged,
    WebhookEndpointCreated,
    WebhookEndpointDeleted,
    WebhookEndpointDisabled,
)
from core.webhooks.refusals import TooManyEndpoints
from core.webhooks.webhook_endpoint import (
    MOST,
    OVERLAP,
    DisabledBecause,
    EndpointChoices,
    EndpointState,
    WebhookEndpoint,
)
from tenants.encryption import webhook_signatures
from tenants.identifiers import new_id
from tenants.network import guarded_http
from tenants.store.webhooks.webhook_deliveries import KIND
from tenants.store.webhooks.webhook_endpoints import SigningKey
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

PRIVATE = sentence("This host is in a private network. Webhooks reach public addresses only.")
UNKNOWN = sentence("No host was found under this name. Check the address.")
ENDPOINTS = "webhook endpoints"


@dataclass(frozen=True, slots=True)
class MadeEndpoint:
    """`secret` is told once: "" when the same form is sent again."""

    endpoint: WebhookEndpoint
    secret: str


def check_url(url: str, settings: Settings) -> str:
    """
    The address, if it could be delivered to at this moment. Looks the name up: no transaction is
    open. Raises Invalid(url=…).
    """
    url = url.strip()
    try:
        guarded_http.check_host(url, settings.outbound_private_networks)
    except MalformedAddress as malformed:
        raise Invalid(url=malformed.args[0]) from None
    except ForbiddenAddress:
        raise Invalid(url=PRIVATE) from None
    except (OSError, ValueError):
        raise Invalid(url=UNKNOWN) from None
    return url


def create(
    tx: Transaction, endpoint_id: UUID, choices: EndpointChoices, now: datetime
) -> MadeEndpoint:
    """With an address that `check_url` has let through. Raises TooManyEndpoints."""
    tx.lock_exclusive(ENDPOINTS)
    tx.require(Permission.MANAGE_WEBHOOKS)
    secret = webhook_signatures.new_secret()
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        choices=choices,
        created_by=None if isinstance(tx.principal, SystemPrincipal) else tx.member.person_id,
        created_at=now,
        changed_at=now,
    )
    if not tx.webhook_endpoints.add(endpoint, [SigningKey(secret)]):
        return MadeEndpoint(tx.webhook_endpoints.get(endpoint_id), "")
    if tx.webhook_endpoints.count() > MOST:
        raise TooManyEndpoints
    created = WebhookEndpointCreated(endpoint_id=endpoint_id, url=choices.url)
    tx.record_admin((created,), tx.principal.actor, now)
    return MadeEndpoint(endpoint, webhook_signatures.told(choices.signing, secret))


def name(tx: Transaction, envelope_id: UUID, choices: EndpointChoices, now: datetime) -> None:
    """
    An endpoint with these choices is told of one envelope: the one that there is, or a new one.

    With an address that `check_url` has let through. Raises TooManyEndpoints.
    """
    tx.require(Permission.MANAGE_WEBHOOKS)
    known = (e.id for e in tx.webhook_endpoints.all() if e.choices == choices)
    endpoint_id = next(known, None)
    if endpoint_id is None:
        endpoint_id = create(tx, new_id(), choices, now).endpoint.id
    tx.webhook_endpoints.name(envelope_id, endpoint_id)


def change(
    tx: Transaction, endpoint_id: UUID, choices: EndpointChoices, now: datetime
) -> WebhookEndpoint:
    """How it signs stays as it is. The same choices again change nothing. Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    changed = replace(choices, signing=endpoint.choices.signing)
    if changed != endpoint.choices:
        tx.webhook_endpoints.save_choices(replace(endpoint, choices=changed), now)
        _record(tx, endpoint, "edited", now)
    return tx.webhook_endpoints.get(endpoint_id)


def rotate(tx: Transaction, endpoint_id: UUID, now: datetime) -> MadeEndpoint:
    """A new secret; the last one signs beside it for a day. Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    last, *_ = tx.webhook_endpoints.keys(endpoint_id)
    secret = webhook_signatures.new_secret()
    until = (now + OVERLAP).isoformat()
    keys = [SigningKey(secret), replace(last, until=until)]
    tx.webhook_endpoints.save_keys(endpoint_id, keys, now)
    _record(tx, endpoint, "rotated", now)
    return MadeEndpoint(
        tx.webhook_endpoints.get(endpoint_id),
        webhook_signatures.told(endpoint.choices.signing, secret),
    )


def pause(tx: Transaction, endpoint_id: UUID, now: datetime) -> WebhookEndpoint:
    """What comes is kept until it is resumed. Twice is once. Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    if endpoint.sends:
        tx.webhook_endpoints.save_state(endpoint.paused(), now)
        _record(tx, endpoint, "paused", now)
    return tx.webhook_endpoints.get(endpoint_id)


def resume(tx: Transaction, endpoint_id: UUID, now: datetime) -> WebhookEndpoint:
    """What waits is sent at once, in its order; also to one that was backed off or disabled."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    if endpoint.state is not EndpointState.ENABLED:
        tx.webhook_endpoints.save_state(endpoint.healthy, now)
        tx.webhook_queue.retry_all_now(endpoint_id)
        tx.jobs.add(tx.organization_id, [draining_job(endpoint_id)])
        _record(tx, endpoint, "resumed", now)
    return tx.webhook_endpoints.get(endpoint_id)


def delete(tx: Transaction, endpoint_id: UUID, now: datetime) -> None:
    """With its log. Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    endpoint = tx.webhook_endpoints.get(endpoint_id, lock=True)
    tx.webhook_endpoints.delete(endpoint_id)
    deleted = WebhookEndpointDeleted(endpoint_id=endpoint_id, url=endpoint.choices.url)
    tx.record_admin((deleted,), tx.principal.actor, now)


def listed(tx: Transaction) -> tuple[WebhookEndpoint, ...]:
    """The oldest first; there are few."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    return tx.webhook_endpoints.all()


def get(tx: Transaction, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    return tx.webhook_endpoints.get(endpoint_id)


def public_keys(tx: Transaction, endpoint: WebhookEndpoint, now: datetime) -> tuple[str, ...]:
    """With which an endpoint that is signed for by ed25519 verifies; the one in force first."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    kind = endpoint.choices.signing
    keys = in_force(tx.webhook_endpoints.keys(endpoint.id), now)
    return tuple(webhook_signatures.told(kind, key) for key in keys)


def in_force(keys: Iterable[SigningKey], now: datetime) -> list[str]:
    """The secrets that sign at this moment."""
    return [k.secret for k in keys if not k.until or datetime.fromisoformat(k.until) > now]


def disable(
    tx: Transaction, endpoint: WebhookEndpoint, because: DisabledBecause, now: datetime
) -> None:
    """It failed for days, or wants nothing more: nothing is kept for it, and admins are told."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    tx.webhook_endpoints.save_state(endpoint.disabled(because), now)
    tx.webhook_queue.give_up_all(endpoint.id)
    disabled = WebhookEndpointDisabled(
        endpoint_id=endpoint.id, reason=because.value, url=endpoint.choices.url
    )
    tx.record_admin((disabled,), tx.principal.actor, now)
    tx.jobs.add(
        tx.organization_id,
        [
            account_mail.letter(
                tx.rows,
                Words(
                    "webhook_disabled",
                    admin.name,
                    admin.email,
                    f"/settings/webhooks/{endpoint.id}",
                    {"url": endpoint.choices.url, "because": because.value},
                ),
            )
            for admin in tx.colleagues.admins()
        ],
    )


def draining_job(endpoint_id: UUID) -> Job:
    return Job(KIND, {"endpoint_id": str(endpoint_id)})


def _record(tx: Transaction, endpoint: WebhookEndpoint, what: str, now: datetime) -> None:
    changed = WebhookEndpointChanged(endpoint_id=endpoint.id, change=what, url=endpoint.choices.url)
    tx.record_admin((changed,), tx.principal.actor, now)
