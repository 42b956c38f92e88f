"""Decides the envelopes of a bulk action one by one, each in a transaction of its own."""

import time
from datetime import datetime
from uuid import UUID

from actors.jobs.job import actor
from core.envelopes.listing.bulk_action import BulkRequest
from core.principal import MemberPrincipal
from core.refusals import Forbidden, Invalid, NotFound, Refusal
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes.listing import bulk_actions

AT_ONCE = 25
SECONDS = 30.0  # then another job goes on, so that others have their turn


@actor
def run_bulk_action(job: LeasedJob) -> None:
    """Go on where it stopped: what is noted as done is not done again."""
    bulk_id, now = job.argument("bulk_id", UUID), job.now()
    with job.transaction() as tx:
        bulk, principal = bulk_actions.begun(tx, bulk_id)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and (ids := _waiting(job, bulk_id)):
        for envelope_id in ids:
            _decide(job, principal, bulk_id, envelope_id, bulk, now)
    with job.transaction() as tx:
        bulk_actions.end(tx, job, bulk_id, now)


def _waiting(job: LeasedJob, bulk_id: UUID) -> list[UUID]:
    with job.transaction() as tx:
        return tx.bulk_actions.waiting(bulk_id, AT_ONCE)


def _decide(
    job: LeasedJob,
    principal: MemberPrincipal | None,
    bulk_id: UUID,
    envelope_id: UUID,
    bulk: BulkRequest,
    now: datetime,
) -> None:
    try:
        if principal is None:
            raise Forbidden
        with job.transaction(principal) as tx:
            bulk_actions.act(tx, bulk_id, envelope_id, bulk, now)
    except (Refusal, Forbidden, NotFound, Invalid) as why:
        with job.transaction() as tx:
            tx.bulk_actions.note(bulk_id, envelope_id, why.code)
