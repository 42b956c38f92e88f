"""Noting in a trail which of its values were erased, so that others that are gone are missed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Outcome
from core.events.admin_events import LogValuesErased
from core.events.envelope_events import ValuesErased
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
    gone = _gone(before, _said(tx, envelope_id))
    if gone:
        # Locked again, for the block has changed rows.
        envelope = tx.envelopes.lock(envelope_id)
        tx.record(Outcome(envelope, (ValuesErased(values=gone),)), "system", now)


@contextmanager
def noted_in_log(tx: Transaction, subjects: Iterable[str], now: datetime) -> Iterator[None]:
    """The same of what the organization's own log says of these subjects, whose end is held."""
    tx.admin_log.lock()
    subjects = list(subjects)
    before = _said_in_log(tx, subjects)
    yield
    gone = _gone(before, _said_in_log(tx, subjects))
    if gone:
        tx.administer((LogValuesErased(values=gone),), "system", now)


def _gone(before: dict[int, set[str]], after: dict[int, set[str]]) -> dict[str, list[str]]:
    lacking = {sequence: names - after.get(sequence, set()) for sequence, names in before.items()}
    return {str(sequence): sorted(names) for sequence, names in lacking.items() if names}


def _said(tx: Transaction, envelope_id: UUID) -> dict[int, set[str]]:
    """Which values the trail has, by the sequence of their entry."""
    return {e.sequence: {p.name for p in e.personal} for e in tx.audit.of(envelope_id)}


def _said_in_log(tx: Transaction, subjects: list[str]) -> dict[int, set[str]]:
    said = tx.admin_log.values.where(
        "k.envelope_id = %s and k.subject = any(%s)", tx.organization_id, subjects
    )
    names = {each.event_id: {p.name for p in each.personal} for each in said}
    rows = tx.all("select id, sequence from admin_events where id = any(%s)", list(names))
    return {row["sequence"]: names[row["id"]] for row in rows}
