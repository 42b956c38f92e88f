"""A bulk send from its start to its end: begun, paused, resumed, cancelled, tried again."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends import bulk_send
from core.bulk_sends.bulk_send import BulkSend, BulkState, RowState
from core.bulk_sends.events import BulkSendBegun, BulkSendCancelled
from core.bulk_sends.refusals import BulkSendMovedOn, NoRowsToSend
from core.jobs.job import Job
from core.organizations.quota import Kind
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends
from tenants.use_cases.organizations import quotas

AT_ONCE = 500  # rows that are queued in one transaction
RATES = "rates of bulk sends"
LEFT_OUT = (RowState.WRONG, RowState.SKIPPED)


def left_of_quota(tx: Transaction, now: datetime) -> int | None:
    """How many envelopes the organization can send this month; None is without a limit."""
    tx.require(Permission.SEND_ENVELOPES)
    usage = quotas.usage(tx, Kind.ENVELOPES, now)
    return None if usage.limit is None else max(usage.limit - usage.used, 0)


def left_of_rate(tx: Transaction, bulk_id: UUID) -> int | None:
    """How many rows a minute it can send beside others; None is without a limit."""
    tx.require(Permission.SEND_ENVELOPES)
    limit = tx.settings.rate_bulk_rows
    return max(limit - tx.bulk_sends.used_rate(bulk_id), 0) if limit else None


def start(
    tx: Transaction, bulk_id: UUID, rows: int, skip_repeats: bool, rate: int | None, now: datetime
) -> None:
    """
    Send the rows without errors; `rows` is how many the page said they are. A second time changes
    nothing.

    Raises Invalid(rate=…), NoRowsToSend, BulkSendMovedOn, NotFound, Forbidden.
    """
    tx.lock_exclusive(RATES)
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    if bulk.begun_at and bulk.state is not BulkState.CANCELLED:
        if rows != _begun(tx, bulk):
            raise BulkSendMovedOn
        return
    bulk_send.check_state(bulk, BulkState.CHECKED)
    tx.bulk_send_rows.skip_repeats(bulk_id, skip_repeats)
    ready = tx.bulk_row_counts.by_state(bulk_id, bulk.header_row).get(RowState.READY, 0)
    if not ready:
        raise NoRowsToSend
    if ready != rows:
        raise BulkSendMovedOn
    _run(tx, bulk, rate, now)
    begun = BulkSendBegun(
        bulk_send_id=bulk_id,
        template_id=bulk.template_id,
        template_version=bulk.template_version,
        rows=ready,
    )
    tx.record_admin((begun,), tx.principal.actor, now)


def _begun(tx: Transaction, bulk: BulkSend) -> int:
    """How many rows were to be sent when it was started."""
    counts = tx.bulk_row_counts.by_state(bulk.id, bulk.header_row)
    return sum(counts.values()) - sum(counts.get(state, 0) for state in LEFT_OUT)


def pause(tx: Transaction, bulk_id: UUID, now: datetime) -> None:
    """Rows that a worker is at are still sent. A second time changes nothing."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    if bulk.state is BulkState.RUNNING:
        tx.bulk_sends.halt(bulk_id, BulkState.PAUSED, "", now)


def resume(tx: Transaction, bulk_id: UUID, rate: int | None, now: datetime) -> None:
    """With another rate, if one is given. Raises Invalid(rate=…), BulkSendMovedOn."""
    tx.lock_exclusive(RATES)
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    if bulk.state is BulkState.RUNNING and rate in (None, bulk.rate):
        return
    bulk_send.check_state(bulk, BulkState.PAUSED, BulkState.RUNNING)
    _run(tx, bulk, rate, now)


def cancel(tx: Transaction, bulk_id: UUID, now: datetime) -> None:
    """Rows that were not sent are not; envelopes stay. A second time changes nothing."""
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    if bulk.state is BulkState.CANCELLED:
        return
    bulk_send.check_state(bulk, BulkState.RUNNING, BulkState.PAUSED)
    tx.bulk_sends.halt(bulk_id, BulkState.CANCELLED, "", now)
    tx.bulk_send_rows.move(bulk_id, RowState.READY, RowState.CANCELLED)
    sent = tx.bulk_row_counts.by_state(bulk_id, bulk.header_row).get(RowState.SENT, 0)
    cancelled = BulkSendCancelled(bulk_send_id=bulk_id, sent=sent)
    tx.record_admin((cancelled,), tx.principal.actor, now)


def retry(tx: Transaction, bulk_id: UUID, now: datetime) -> None:
    """Rows that failed once more. Raises BulkSendMovedOn, NoRowsToSend, Invalid(rate=…)."""
    tx.lock_exclusive(RATES)
    tx.require(Permission.SEND_ENVELOPES)
    bulk = bulk_sends.lock(tx, bulk_id)
    bulk_send.check_state(bulk, BulkState.FINISHED, BulkState.RUNNING, BulkState.PAUSED)
    if bulk.forgotten_at or not tx.bulk_send_rows.move(bulk_id, RowState.FAILED, RowState.READY):
        raise NoRowsToSend
    if bulk.state is not BulkState.PAUSED:
        _run(tx, bulk, None, now)


def queue_some(tx: Transaction, job: LeasedJob, bulk_id: UUID, generation: int) -> bool:
    """
    A job for each of the next rows; False when all have one, which is then the job.

    Rows and jobs are one commit: whoever goes on after a death begins where it ended.
    """
    tx.require(Permission.SEND_ENVELOPES)
    bulk = tx.bulk_sends.get(bulk_id, lock=True)
    queued, queued_to, began = tx.bulk_sends.queue_place(bulk_id)
    numbers: list[int] = []
    if bulk.state is BulkState.RUNNING and bulk.generation == generation:
        numbers = tx.bulk_send_rows.next_ready(bulk_id, queued_to, AT_ONCE)
    if not numbers:
        tx.jobs.done(job)
        return False
    tx.jobs.add(
        tx.organization_id,
        [
            Job(
                "send_bulk_row",
                {"bulk_id": str(bulk_id), "row": number, "generation": generation},
                due_at=bulk_send.due(began, queued + place, bulk.rate),
            )
            for place, number in enumerate(numbers)
        ],
    )
    tx.bulk_sends.advance_queue(bulk_id, queued + len(numbers), numbers[-1])
    return True


def _run(tx: Transaction, bulk: BulkSend, rate: int | None, now: datetime) -> None:
    limit, used = tx.settings.rate_bulk_rows, tx.bulk_sends.used_rate(bulk.id)
    generation = tx.bulk_sends.begin(bulk.id, bulk_send.rate(rate, limit, used), now)
    of: dict[str, str | int] = {"bulk_id": str(bulk.id), "generation": generation}
    tx.jobs.add(tx.organization_id, [Job("queue_bulk_rows", of)])
