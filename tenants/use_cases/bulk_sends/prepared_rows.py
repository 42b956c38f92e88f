"""Rows whose documents are made with their values: what became of them when these were ready."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends.bulk_send import RowState
from core.bulk_sends.events import BulkSendCompleted
from core.bulk_sends.filled_row import RowProblem
from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction


def settle(
    tx: Transaction,
    envelope: Envelope,
    state: RowState,
    now: datetime,
    problems: tuple[RowProblem, ...] = (),
) -> None:
    """
    The envelope was sent, or its row failed or was cancelled; after the last row the bulk send has
    ended. Nothing is done about what no bulk send has made, or one that was deleted.
    """
    tx.require(Permission.SEND_ENVELOPES)
    bulk_id = envelope.bulk_send_id
    if bulk_id is None:
        return
    # The bulk send first, as whoever cancels or deletes it: the last row sees what others did.
    if not tx.bulk_sends.is_there(bulk_id, lock=True):
        return
    number = tx.bulk_send_rows.preparing(bulk_id, envelope.id)
    if number is None:
        return
    if state is RowState.SENT:
        tx.bulk_send_rows.note_sent(bulk_id, number, envelope.id)
    else:
        tx.bulk_send_rows.note_unsent(bulk_id, number, state, problems)
    finish(tx, bulk_id, now)


def finish(tx: Transaction, bulk_id: UUID, now: datetime) -> None:
    """After the very last row the bulk send has ended, and the log says so."""
    if not tx.bulk_sends.finish(bulk_id, now):
        return
    counts = tx.bulk_row_counts.by_state(bulk_id, tx.bulk_sends.get(bulk_id).header_row)
    completed = BulkSendCompleted(
        bulk_send_id=bulk_id,
        sent=counts.get(RowState.SENT, 0),
        failed=counts.get(RowState.FAILED, 0),
    )
    tx.record_admin((completed,), "system", now)
