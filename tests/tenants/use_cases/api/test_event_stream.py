"""The organization's events in one order, on real transactions that are open at the same time."""

from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.api.event_stream import KEPT, LATEST
from core.api.refusals import EventCursorExpired
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.api import event_stream
from tenants.use_cases.api.event_stream import StreamPage
from tenants.use_cases.envelopes import drafting, voiding
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.races import at_once


def draft(member: Member) -> UUID:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    return envelope_id


def read(member: Member, after: object = "", limit: int = 100, *types: str) -> StreamPage:
    return run(member, event_stream.page, str(after), types, limit)


def told(page: StreamPage) -> list[tuple[str, UUID | None]]:
    return [(event.type, event.envelope_id) for event in page.events]


def test_an_event_that_is_committed_later_comes_after_those_that_were_read(member: Member) -> None:
    first, second, third = draft(member), draft(member), draft(member)
    begun = read(member).next

    with ExitStack() as stack:
        slow = stack.enter_context(member.transaction())
        voiding.void(slow, first, "", NOW)
        run(member, voiding.void, second, "", NOW)
        before = read(member, begun)
    run(member, voiding.void, third, "", NOW)
    after = read(member, before.next)

    assert told(before) == [("envelope.voided", second)]
    assert told(after) == [("envelope.voided", first), ("envelope.voided", third)]
    assert told(read(member, begun)) == told(before) + told(after)
    assert read(member, begun) == read(member, begun)


def test_readers_and_writers_at_once_miss_nothing(member: Member) -> None:
    drafts = [draft(member) for _ in range(12)]
    cursor, seen = read(member).next, []

    def follow() -> None:
        nonlocal cursor
        while len(seen) < len(drafts):
            page = read(member, cursor, 3)
            seen.extend(page.events)
            cursor = page.next

    def write(mine: list[UUID]) -> None:
        for envelope_id in mine:
            run(member, voiding.void, envelope_id, "", NOW)

    acts = [lambda: write(drafts[:6]), lambda: write(drafts[6:]), lambda: read(member), follow]

    assert at_once(*acts) == ["done"] * 4
    assert {event.envelope_id for event in seen} == {*drafts}
    numbers = [event.number for event in seen]
    assert numbers == list(range(numbers[0], numbers[0] + len(drafts)))


def test_the_events_of_an_envelope_come_in_the_order_of_its_trail(member: Member) -> None:
    envelope = ceremonies.completed(member, NOW)

    events = [e for e in read(member).events if e.envelope_id == envelope.id]

    sequences = [event.sequence for event in events]
    assert sequences == sorted(sequences)
    assert [events[0].type, events[-1].type] == ["envelope.created", "envelope.completed"]
    completed = next(event for event in events if event.type == "recipient.completed")
    assert completed.data == {"recipient_id": str(envelope.recipients[0].id)}
    with member.organization.transaction(SYSTEM) as tx:
        trail = {entry.id: entry.sequence for entry in tx.audit.of(envelope.id)}
    assert {event.id: event.sequence for event in events}.items() <= trail.items()


def test_pages_go_on_where_the_last_one_ended_and_only_types_asked_for_come(
    member: Member,
) -> None:
    drafts = [draft(member) for _ in range(3)]
    run(member, voiding.void, drafts[0], "", NOW)

    first = read(member, "", 2)
    second = read(member, first.next, 2)
    voided = read(member, "", 100, "envelope.voided")

    assert not first.at_end and second.at_end
    assert [e for _, e in told(first) + told(second)] == [*drafts, drafts[0]]
    assert told(voided) == [("envelope.voided", drafts[0])]
    assert voided.next == second.next
    assert read(member, LATEST).next == second.next


def test_no_one_reads_of_envelopes_that_they_may_not_know_of(
    member: Member, stranger: Member
) -> None:
    draft(member)
    other = colleague(member, MemberRole.SENDER)
    theirs = draft(other)

    assert told(read(other)) == [("envelope.created", theirs)]
    assert len(read(member).events) == 2
    assert read(stranger).events == ()


def test_events_are_kept_for_a_month_and_an_older_cursor_is_refused(member: Member) -> None:
    first = draft(member)
    cursor = read(member, LATEST).next
    run(member, voiding.void, first, "", NOW)
    later = NOW + KEPT + timedelta(days=1)

    # No one has read the second event before it is deleted.
    with member.organization.transaction(SYSTEM) as tx:
        event_stream.delete_old(tx, NOW + KEPT)
        assert len(tx.event_stream.after(0, 10)) == 1
        event_stream.delete_old(tx, later)

    for old in ("0", cursor):
        with pytest.raises(EventCursorExpired):
            read(member, old)
    begun = read(member)
    assert begun.events == ()
    assert read(member, begun.next) == begun == read(member, LATEST)
    draft(member)
    assert len(read(member, begun.next).events) == 1


def test_a_cursor_of_what_a_restored_backup_does_not_have_is_refused(member: Member) -> None:
    draft(member)
    cursor = read(member).next

    for other in (f"{cursor.number}-{'f' * 12}", f"{cursor.number + 1}-{cursor.mark}"):
        with pytest.raises(EventCursorExpired):
            read(member, other)
