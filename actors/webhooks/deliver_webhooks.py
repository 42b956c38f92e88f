"""Delivers what waits for one webhook endpoint, a few at a time, for a while."""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import UUID

from actors.jobs.job import actor
from core.settings.settings import Settings
from core.webhooks.webhook_answer import KEPT, Failure, WebhookAnswer
from tenants.leased_job import LeasedJob
from tenants.network import guarded_http
from tenants.network.guarded_http import Unreachable
from tenants.use_cases.webhooks import draining
from tenants.use_cases.webhooks.draining import Sending, Sent

SLICE = 10.0  # seconds after which nothing new is begun: other endpoints wait for this thread


@actor
def deliver_webhooks(job: LeasedJob) -> None:
    endpoint_id = job.argument("endpoint_id", UUID)
    with job.transaction() as tx:
        begun = draining.begin(tx, job, endpoint_id)
    if not begun:
        return
    settings = job.organization.installation.settings
    with ThreadPoolExecutor(settings.webhook_concurrency, "webhooks") as pool:
        _drain(job, endpoint_id, settings, pool)
    with job.transaction() as tx:
        draining.end(tx, job, endpoint_id)


def _drain(job: LeasedJob, endpoint_id: UUID, settings: Settings, pool: ThreadPoolExecutor) -> None:
    """Until nothing is due, or the time is over and what was under way has its answer."""
    until = time.monotonic() + SLICE
    under_way: dict[Future[Sent], Sending] = {}
    while True:
        over = [future for future in under_way if future.done()]
        for future in over:
            del under_way[future]
        room = settings.webhook_concurrency - len(under_way) if time.monotonic() < until else 0
        with job.transaction() as tx:
            begun = draining.go_on(
                tx, job, endpoint_id, [f.result() for f in over], tuple(under_way.values()), room
            )
        for sending in begun:
            under_way[pool.submit(_send, job, sending, settings)] = sending
        if not under_way:
            return
        wait(under_way, timeout=5, return_when=FIRST_COMPLETED)


def _send(job: LeasedJob, sending: Sending, settings: Settings) -> Sent:
    at, begun = job.now(), time.monotonic()
    try:
        got = guarded_http.post(
            *(sending.url, sending.headers, sending.body),
            settings.outbound_private_networks,
            settings.webhook_seconds,
            KEPT,
        )
        answer = WebhookAnswer(got.status, None, got.headers, got.body)
    except Unreachable as unreachable:
        answer = WebhookAnswer(0, Failure(unreachable.why))
    return Sent(sending, answer, at, timedelta(seconds=time.monotonic() - begun))
