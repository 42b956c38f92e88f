"""Sending to one endpoint: one job at a time holds it, sends what is due, and says what became."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.refusals import NotFound
from core.webhooks import schedule
from core.webhooks.webhook_answer import WebhookAnswer
from core.webhooks.webhook_endpoint import (
    DisabledBecause,
    EndpointState,
    PayloadKind,
    WebhookEndpoint,
    WebhookOrdering,
)
from tenants.encryption import webhook_signatures
from tenants.leased_job import LeasedJob
from tenants.store.jobs.outbox import LostLease
from tenants.store.webhooks.webhook_deliveries import WebhookDelivery
from tenants.transaction import Transaction
from tenants.use_cases.webhooks import endpoints, payloads
from tenants.use_cases.webhooks.endpoints import draining_job

HELD = 30.0  # seconds for which an endpoint is one job's, unless it says that it goes on

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """One try: where to, what, with which headers."""

    delivery: WebhookDelivery
    url: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What has become of a try: begun `at`, and how long it `took`."""

    sending: Sending
    answer: WebhookAnswer
    at: datetime
    took: timedelta


def begin(tx: Transaction, job: LeasedJob, endpoint_id: UUID) -> bool:
    """
    Whether this job has the endpoint to itself now; else it is done.

    Whoever has it looks once more before it lets go, and finds what this job was about.
    """
    tx.require(Permission.MANAGE_WEBHOOKS)
    tx.webhook_deliveries.sweep(tx.settings.webhook_log_days)
    if tx.webhook_endpoints.begin_drain(endpoint_id, job.id, job.attempts, HELD):
        return True
    tx.jobs.done(job)
    return False


def go_on(
    tx: Transaction,
    job: LeasedJob,
    endpoint_id: UUID,
    sent: Iterable[Sent],
    under_way: Sequence[Sending],
    room: int,
) -> tuple[Sending, ...]:
    """
    Write down what was `sent`, and what is to be sent now beside what is `under_way`.

    At most `room` of them. Raises LostLease.
    """
    tx.require(Permission.MANAGE_WEBHOOKS)
    try:
        endpoint = tx.webhook_endpoints.hold_drain(endpoint_id, job.id, job.attempts, HELD)
    except NotFound:
        raise LostLease from None
    for each in sent:
        endpoint = _note(tx, endpoint, each, job.now())
    if room <= 0 or not endpoint.sends:
        return ()
    tx.webhook_queue.absorb(endpoint_id, job.id)
    due = _due(tx, endpoint, [s.delivery for s in under_way], room, job.now())
    if not due:
        return ()
    secrets = endpoints.in_force(tx.webhook_endpoints.keys(endpoint_id), job.now())
    return tuple(_sending(tx, endpoint, delivery, secrets, job.now()) for delivery in due)


def end(tx: Transaction, job: LeasedJob, endpoint_id: UUID) -> None:
    """Let go of it; this job, or one after it, comes again when something is due."""
    tx.require(Permission.MANAGE_WEBHOOKS)
    try:
        endpoint = tx.webhook_endpoints.hold_drain(endpoint_id, job.id, job.attempts, HELD)
    except NotFound:
        tx.jobs.done(job)
        return
    tx.webhook_endpoints.end_drain(endpoint_id)
    # Looked for after the endpoint is locked: what comes later has a job that finds it free.
    at = tx.webhook_queue.next_due(endpoint_id, _in_order(endpoint)) if endpoint.sends else None
    if at is not None and endpoint.state is EndpointState.BACKED_OFF and endpoint.probe_at:
        at = endpoint.probe_at
    if at is None:
        tx.jobs.done(job)
    elif at <= job.now():
        # To the end of the line: other endpoints have their turn.
        tx.jobs.done(job)
        tx.jobs.add(tx.organization_id, [draining_job(endpoint_id)])
    else:
        tx.jobs.put_back(job, at)


def _due(
    tx: Transaction,
    endpoint: WebhookEndpoint,
    under_way: Sequence[WebhookDelivery],
    room: int,
    now: datetime,
) -> tuple[WebhookDelivery, ...]:
    if endpoint.state is EndpointState.BACKED_OFF:
        if under_way or (endpoint.probe_at and endpoint.probe_at > now):
            return ()
        oldest = tx.webhook_queue.oldest(endpoint.id)
        return (oldest,) if oldest else ()
    return tx.webhook_queue.due(endpoint.id, _in_order(endpoint), under_way, room)


def _sending(
    tx: Transaction,
    endpoint: WebhookEndpoint,
    delivery: WebhookDelivery,
    secrets: Iterable[str],
    now: datetime,
) -> Sending:
    body = payloads.of(tx, delivery, endpoint.choices.payload)
    signed = webhook_signatures.headers(
        endpoint.choices.signing, secrets, str(delivery.id), now, body
    )
    if endpoint.choices.payload is PayloadKind.DOCUSIGN:
        signed = (*signed, *webhook_signatures.connect_headers(secrets, body))
    headers = (
        ("content-type", "application/json"),
        ("user-agent", "Countersign-Webhooks/1"),
        *signed,
    )
    return Sending(delivery, endpoint.choices.url, headers, body)


def _note(tx: Transaction, endpoint: WebhookEndpoint, sent: Sent, now: datetime) -> WebhookEndpoint:
    """Log a try and decide what follows; the endpoint after it."""
    delivery, answer = sent.sending.delivery, sent.answer
    failure = answer.failure.value if answer.failure else ""
    tx.webhook_queue.log_attempt(
        delivery,
        *(sent.at, sent.took, answer.status, failure),
        *(sent.sending.headers, answer.headers, answer.body),
    )
    if answer.succeeded:
        tx.webhook_queue.succeed(delivery, answer.status)
        after = endpoint.succeeded(now)
        if endpoint.state is EndpointState.BACKED_OFF:
            tx.webhook_queue.retry_all_now(endpoint.id)
        if after != endpoint and _matters(endpoint, after):
            tx.webhook_endpoints.save_state(after)
        return after
    chance, retry_after = random.random(), answer.retry_after(now)  # noqa: S311 - spreads tries
    probing = endpoint.state is EndpointState.BACKED_OFF
    tries = delivery.tries if probing else delivery.tries + 1
    wait = schedule.wait(max(tries, 1), chance, retry_after)
    if wait is None:
        tx.webhook_queue.give_up(delivery, answer.status, failure)
    else:
        tx.webhook_queue.retry(delivery, answer.status, failure, tries, now + wait)
    after = endpoint.failed(delivery.subject_id, now, chance, retry_after)
    if answer.gone:
        after = endpoint.disabled(DisabledBecause.GONE)
    if after.state is EndpointState.DISABLED and endpoint.state is not EndpointState.DISABLED:
        endpoints.disable(tx, after, DisabledBecause(after.because), now)
    else:
        tx.webhook_endpoints.save_state(after)
    return after


def _matters(before: WebhookEndpoint, after: WebhookEndpoint) -> bool:
    """When it last succeeded is written down now and then, not at every delivery."""
    if before.failing_since or before.state is not after.state or not before.succeeded_at:
        return True
    assert after.succeeded_at is not None  # noqa: S101
    return after.succeeded_at - before.succeeded_at > timedelta(minutes=1)


def _in_order(endpoint: WebhookEndpoint) -> bool:
    return endpoint.choices.ordering is WebhookOrdering.ENVELOPE
