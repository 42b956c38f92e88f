"""Rows whose documents are made with their values: what became of them when these were ready."""

from datetime import datetime

from core.access import Permission
from core.bulk_sends.bulk_send import RowState
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
    tx.bulk_sends.finish(bulk_id, now)
