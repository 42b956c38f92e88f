"""Noting in an envelope's trail which of its values were erased, so that no other is missed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from core.envelope import Outcome
from core.events import ValuesErased
from tenants.organization import Transaction


@contextmanager
def noted(tx: Transaction, envelope_id: UUID, now: datetime) -> Iterator[None]:
    """
    What the trail no longer says after the block is recorded in it as erased.

    Values that are gone without such an entry were deleted by somebody else. The caller holds the
    envelope.
    """
    before = _said(tx, envelope_id)
    yield
    after = _said(tx, envelope_id)
    gone = {
        str(sequence): sorted(names - after.get(sequence, set()))
        for sequence, names in before.items()
        if names - after.get(sequence, set())
    }
    if gone:
        # Locked again, for the block has changed rows.
        envelope = tx.envelopes.lock(envelope_id)
        tx.record(Outcome(envelope, (ValuesErased(values=gone),)), "system", now)


def _said(tx: Transaction, envelope_id: UUID) -> dict[int, set[str]]:
    """Which values the trail has, by the sequence of their entry."""
    return {e.sequence: {p.name for p in e.personal} for e in tx.audit.of(envelope_id)}
