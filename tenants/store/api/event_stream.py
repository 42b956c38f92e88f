"""The organization's events in one order: written with each event, numbered when they are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.api.event_stream import StreamEvent
from tenants.store.rows import Rows
from tenants.store.webhooks.webhook_deliveries import ToldEvent

NUMBER = """
    with next as (
        select arrival, row_number() over (order by arrival) as place
        from stream_events where number is null order by arrival limit %s)
    update stream_events e set number = %s + n.place from next n where e.arrival = n.arrival
"""
DELETE = """
    delete from stream_events where arrival in (
        select arrival from (select arrival, at from stream_events order by arrival limit %s) f
        where at < %s)
    returning number
"""


@dataclass(frozen=True, slots=True)
class StreamEnds:
    """The last number that was given, and the last one whose event was deleted."""

    last: int
    deleted: int


class EventStream:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, events: Iterable[ToldEvent]) -> None:
        """In the transaction of the events, while what they are about is locked."""
        own = self._rows.organization_id
        self._rows.run_many(
            "insert into stream_events (organization_id, event_id, envelope_id, sequence, type,"
            " data, at) values (%s, %s, %s, %s, %s, %s, %s)",
            [(own, e.id, e.envelope_id, e.sequence, e.event, Jsonb(e.data), e.at) for e in events],
        )

    def number(self, limit: int) -> None:
        """
        Give the next numbers to events that have none, in the order in which they arrived.

        One after the other: who comes second sees what the first has numbered. An event that is
        committed later gets a later number, and no one has read so far yet.
        """
        if self._rows.one_or_none("select from stream_events where number is null limit 1") is None:
            return
        last = self._lock().last
        numbered = self._rows.run(NUMBER, limit, last)
        self._rows.run("update event_streams set last_number = %s", last + numbered)

    def ends(self) -> StreamEnds:
        row = self._rows.one_or_none("select last_number, deleted_number from event_streams")
        return StreamEnds(row["last_number"], row["deleted_number"]) if row else StreamEnds(0, 0)

    def after(self, number: int, limit: int) -> tuple[StreamEvent, ...]:
        rows = self._rows.all(
            "select event_id as id, type, envelope_id, sequence, at, data, number"
            " from stream_events where number > %s order by number limit %s",
            *(number, limit),
        )
        return tuple(StreamEvent(**row) for row in rows)

    def event_id(self, number: int) -> UUID | None:
        row = self._rows.one_or_none("select event_id from stream_events where number = %s", number)
        return row["event_id"] if row else None

    def delete_before(self, time: datetime, limit: int) -> None:
        """So many at most. A cursor that has not gone past them is refused."""
        oldest = self._rows.one_or_none("select at from stream_events order by arrival limit 1")
        if oldest is None or oldest["at"] >= time:
            return
        ends = self._lock()
        numbers = [row["number"] for row in self._rows.all(DELETE, limit, time)]
        if None in numbers:
            # No one has read these: a number of their own says that they were there.
            self._rows.run(
                "update event_streams set last_number = %s, deleted_number = %s",
                *(ends.last + 1, ends.last + 1),
            )
        elif numbers:
            self._rows.run("update event_streams set deleted_number = %s", max(numbers))

    def _lock(self) -> StreamEnds:
        self._rows.run(
            "insert into event_streams (organization_id) values (%s) on conflict do nothing",
            self._rows.organization_id,
        )
        row = self._rows.one("select last_number, deleted_number from event_streams for update")
        return StreamEnds(row["last_number"], row["deleted_number"])
