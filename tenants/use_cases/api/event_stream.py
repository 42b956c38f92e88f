"""The stream of events: what a program has not read yet of what it may know of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import access
from core.access import Permission
from core.api import event_stream as rules
from core.api.event_stream import KEPT, LATEST, StreamCursor, StreamEvent
from core.api.refusals import EventCursorExpired
from tenants.transaction import Transaction

# Numbered, read or deleted in one transaction.
BATCH = 1_000
# What no one has read yet is numbered at once to begin at its end.
BACKLOG = 50_000


@dataclass(frozen=True, slots=True)
class StreamPage:
    """`at_end`: there is nothing after `next` yet."""

    events: tuple[StreamEvent, ...]
    next: StreamCursor
    at_end: bool


def page(tx: Transaction, after: str, types: Collection[str], limit: int) -> StreamPage:
    """
    The events after a cursor ("" is the oldest that is kept, LATEST the end), the oldest first.

    Of envelopes that the member may not know of nothing is told, and what is about no envelope is
    told to those who see all. No types are all types. Raises EventCursorExpired.
    """
    tx.require(Permission.READ_ENVELOPES)
    tx.event_stream.number(BACKLOG if after == LATEST else BATCH)
    start = _start(tx, after)
    found = tx.event_stream.after(start.number, BATCH)
    shown = _shown(tx, [event for event in found if not types or event.type in types])
    if len(shown) > limit:
        return StreamPage(tuple(shown[:limit]), shown[limit - 1].cursor, at_end=False)
    reached = found[-1].cursor if found else start
    return StreamPage(tuple(shown), reached, at_end=len(found) < BATCH)


def delete_old(tx: Transaction, now: datetime) -> None:
    """Called by a job of the organization, now and then."""
    tx.event_stream.delete_before(now - KEPT, BATCH)


def _start(tx: Transaction, after: str) -> StreamCursor:
    ends = tx.event_stream.ends()
    if after == LATEST:
        last = tx.event_stream.event_id(ends.last)
        return StreamCursor(ends.last, rules.mark(last) if last else rules.NO_MARK)
    if not after:
        return StreamCursor(ends.deleted)
    cursor = rules.read(after)
    if not ends.deleted <= cursor.number <= ends.last:
        raise EventCursorExpired
    if cursor.number > ends.deleted:
        read = tx.event_stream.event_id(cursor.number)
        if read is None or rules.mark(read) != cursor.mark:
            raise EventCursorExpired
    return cursor


def _shown(tx: Transaction, events: Sequence[StreamEvent]) -> list[StreamEvent]:
    known = tx.visible([e.envelope_id for e in events if e.envelope_id], in_bin=True)
    sees_all = access.may(tx.role, Permission.SEE_ALL_ENVELOPES)
    return [e for e in events if (e.envelope_id in known if e.envelope_id else sees_all)]
