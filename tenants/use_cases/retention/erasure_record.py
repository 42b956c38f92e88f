"""Recording in a trail which of its values were erased, so that others that are gone are missed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Outcome
from core.evidence.events import LogValuesErased, ValuesErased
from tenants.transaction import Transaction


@contextmanager
def recorded(tx: Transaction, envelope_id: UUID, now: datetime) -> Iterator[None]:
    """
    What the trail no longer says after the block is recorded in it as erased.

    Values that are gone without such an entry were deleted in another way. The caller holds the
    envelope.
    """
    before = _value_names(tx, envelope_id)
    yield
    tx.idempotency_keys.erase_answers(envelope_id)
    tx.webhook_deliveries.erase(envelope_id)
    erased = _difference(before, _value_names(tx, envelope_id))
    if erased:
        # Locked again, for the block has changed rows.
        envelope = tx.envelopes.lock(envelope_id)
        tx.record(Outcome(envelope, (ValuesErased(values=erased),)), "system", now)


@contextmanager
def recorded_in_log(tx: Transaction, subjects: Iterable[str], now: datetime) -> Iterator[None]:
    """The same of what the organization's own log says of these subjects, whose end is held."""
    tx.admin_log.lock()
    subjects = list(subjects)
    before = tx.admin_log.value_names(subjects)
    yield
    erased = _difference(before, tx.admin_log.value_names(subjects))
    if erased:
        tx.record_admin((LogValuesErased(values=erased),), "system", now)


def _difference(before: dict[int, set[str]], after: dict[int, set[str]]) -> dict[str, list[str]]:
    lacking = {sequence: names - after.get(sequence, set()) for sequence, names in before.items()}
    return {str(sequence): sorted(names) for sequence, names in lacking.items() if names}


def _value_names(tx: Transaction, envelope_id: UUID) -> dict[int, set[str]]:
    """Which values the trail has, by the sequence of their entry."""
    return {e.sequence: {p.name for p in e.personal} for e in tx.audit.of(envelope_id)}
