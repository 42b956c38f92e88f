"""Brings sealed documents and the certificate to where their organization wants copies."""

from uuid import UUID

from actors.delivery.undeliverable import Undeliverable
from actors.jobs.job import actor, ends
from core.connectors.copy_state import CopyState
from tenants.leased_job import LeasedJob
from tenants.network.copy_places import NotPut
from tenants.transaction import Transaction
from tenants.use_cases.connectors import copy_delivery
from tenants.use_cases.evidence import sealed_files


@actor
def deliver_copies(job: LeasedJob) -> None:
    with job.transaction() as tx:
        copying = copy_delivery.load(tx, job, job.now())
    try:
        if copying:
            for path, file in copying.files:
                copying.place.put(path, sealed_files.read(job.organization, file).data)
    except NotPut as error:
        with job.transaction() as tx:
            copy_delivery.note(tx, job, CopyState.WAITING, error.why)
        raise Undeliverable(error.why, permanent=False) from None
    with job.transaction() as tx:
        if copying:
            copy_delivery.note(tx, job, CopyState.DELIVERED)
        tx.jobs.done(job)


@ends("deliver_copies")
def _given_up(tx: Transaction, job: LeasedJob) -> None:
    known = tx.copy_deliveries.of(job.argument("envelope_id", UUID))
    copy_delivery.note(tx, job, CopyState.FAILED, known.failure if known else "")
