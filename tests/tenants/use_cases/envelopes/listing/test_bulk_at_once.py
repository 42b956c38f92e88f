from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.envelopes.envelope import Status
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.envelopes.listing import (
    bulk_actions,
    bulk_at_once,
    envelope_list,
    folders,
    tags,
)
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.races import at_once
from tests.tenants.search_jobs import catch_up


def draft(member: Member) -> UUID:
    return run(member, drafting.create, uuid4(), "Lease", NOW).id


def folder(member: Member, name: str) -> UUID:
    folder_id = uuid4()
    run(member, folders.make, folder_id, name, None, "owner", NOW)
    return folder_id


def act(member: Member, bulk: BulkRequest, ids: list[UUID], now: datetime = NOW) -> UUID:
    bulk_id = uuid4()
    run(member, bulk_at_once.act, bulk_id, bulk, ids, now)
    return bulk_id


def shown(member: Member, **filters: object) -> set[UUID]:
    found = run(member, envelope_list.envelopes, Filters(**{"box": "all", **filters}))  # type: ignore[arg-type]
    return {row.id for row in found.rows}


def test_each_goes_back_to_the_folder_it_came_from(member: Member) -> None:
    first, second, third = (draft(member) for _ in range(3))
    old, new = folder(member, "Old"), folder(member, "New")
    catch_up(member)
    act(member, BulkRequest(BulkKind.MOVE, folder_id=old), [first])

    bulk_id = act(member, BulkRequest(BulkKind.MOVE, folder_id=new), [first, second, third])
    moved = shown(member, folder=new), shown(member, folder=old)
    undone = run(member, bulk_at_once.undo, bulk_id, NOW)

    assert moved == ({first, second, third}, set())
    assert undone == (3, 0)
    assert shown(member, folder=old) == {first}
    assert shown(member, folder=new) == set()
    assert run(member, bulk_at_once.undo, bulk_id, NOW) == (0, 0)


def test_what_was_moved_again_or_came_from_a_folder_that_is_gone_is_left(member: Member) -> None:
    again, gone, back = (draft(member) for _ in range(3))
    old, new, other = (folder(member, name) for name in ("Old", "New", "Other"))
    catch_up(member)
    act(member, BulkRequest(BulkKind.MOVE, folder_id=old), [gone])
    bulk_id = act(member, BulkRequest(BulkKind.MOVE, folder_id=new), [again, gone, back])
    act(member, BulkRequest(BulkKind.MOVE, folder_id=other), [again])
    run(member, folders.remove, old, NOW)

    undone = run(member, bulk_at_once.undo, bulk_id, NOW)

    assert undone == (1, 2)
    assert shown(member, folder=other) == {again}
    assert shown(member, folder=new) == {gone}


@pytest.mark.parametrize("kind", [BulkKind.TAG, BulkKind.UNTAG])
def test_a_tag_is_undone_where_it_was_put_on_or_taken_off(member: Member, kind: BulkKind) -> None:
    had, had_not, tag_id = draft(member), draft(member), uuid4()
    run(member, tags.make, tag_id, "Urgent", 0, NOW)
    run(member, tags.put_on, had, tag_id, NOW)
    catch_up(member)

    bulk_id = act(member, BulkRequest(kind, tag_id=tag_id), [had, had_not])
    after = shown(member, tag=tag_id)
    undone = run(member, bulk_at_once.undo, bulk_id, NOW)

    assert after == ({had, had_not} if kind is BulkKind.TAG else set())
    assert undone == (1, 0)
    assert shown(member, tag=tag_id) == {had}


def test_every_envelope_has_an_entry_that_follows_from_those_before(member: Member) -> None:
    ids = [draft(member), ceremonies.sent(member, NOW).id]
    versions = [run(member, reading.version, id) for id in ids]

    bulk_id = act(member, BulkRequest(BulkKind.MOVE, folder_id=folder(member, "Leases")), ids)
    run(member, bulk_at_once.undo, bulk_id, NOW)

    for id, before in zip(ids, versions, strict=True):
        entries = run(member, reading.timeline, id).entries
        assert [entry.type for entry in entries[-2:]] == ["envelope.filed", "envelope.filed"]
        assert run(member, reading.version, id) == before + 2
        assert [e.sequence for e in entries] == list(range(1, len(entries) + 1))


def test_drafts_go_into_the_bin_and_come_out_again(member: Member) -> None:
    first, second, sent = draft(member), draft(member), ceremonies.sent(member, NOW).id

    bulk_id = act(member, BulkRequest(BulkKind.DELETE), [first, second, sent])
    progress = run(member, bulk_actions.progress, bulk_id)
    left = run(member, envelope_list.envelopes, Filters(box="drafts")).rows
    undone = run(member, bulk_at_once.undo, bulk_id, NOW)

    assert (progress.done, progress.refusals, progress.undoable) == (2, 1, True)
    assert left == ()
    assert undone == (2, 0)
    assert len(run(member, envelope_list.envelopes, Filters(box="drafts")).rows) == 2


def test_one_that_refuses_does_not_stop_the_others(member: Member) -> None:
    now = datetime.now(UTC)
    waiting, unsent = ceremonies.sent(member, now - timedelta(hours=2)).id, draft(member)

    reminded = act(member, BulkRequest(BulkKind.REMIND), [unsent, waiting], now)
    voided = act(member, BulkRequest(BulkKind.VOID, reason="why"), [unsent, waiting])

    assert [
        (found.done, found.refusals, found.undoable)
        for found in (run(member, bulk_actions.progress, id) for id in (reminded, voided))
    ] == [(1, 1, False), (2, 0, False)]
    assert run(member, reading.envelope, waiting).status is Status.VOIDED


def test_only_what_a_member_may_change_is_changed_and_undone(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    own, visible = draft(sender), ceremonies.sent(member, NOW).id
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", visible)

    bulk_id = act(
        sender, BulkRequest(BulkKind.MOVE, folder_id=folder(sender, "Mine")), [own, visible]
    )
    progress = run(sender, bulk_actions.progress, bulk_id)

    assert (progress.done, progress.refusals) == (1, 1)
    assert progress.refused[0].code == Forbidden.code
    with pytest.raises(NotFound):
        run(member, bulk_at_once.undo, bulk_id, NOW)
    assert run(sender, bulk_at_once.undo, bulk_id, NOW) == (1, 0)


def test_the_same_request_again_changes_nothing(member: Member) -> None:
    envelope_id, bulk_id = draft(member), uuid4()
    bulk = BulkRequest(BulkKind.MOVE, folder_id=folder(member, "Leases"))
    run(member, bulk_at_once.act, bulk_id, bulk, [envelope_id], NOW)
    run(member, bulk_at_once.undo, bulk_id, NOW)

    run(member, bulk_at_once.act, bulk_id, bulk, [envelope_id], NOW)

    assert len(run(member, reading.timeline, envelope_id).entries) == 3


@pytest.mark.parametrize("kind", [BulkKind.MOVE, BulkKind.DELETE])
def test_two_windows_that_do_it_to_the_same_envelopes_wait_for_each_other(
    member: Member, kind: BulkKind
) -> None:
    ids = [draft(member) for _ in range(8)]
    catch_up(member)
    bulk = BulkRequest(kind, folder_id=folder(member, "Leases"))

    for _ in range(3):
        said = at_once(lambda: act(member, bulk, ids), lambda: act(member, bulk, ids[::-1]))
        assert said == ["done", "done"]

    assert len(shown(member)) == (0 if kind is BulkKind.DELETE else 8)


def test_each_that_is_copied_becomes_a_draft_and_what_has_no_pages_yet_does_not(
    member: Member,
) -> None:
    sent, coming = ceremonies.sent(member, NOW).id, uuid4()
    run(member, drafting.create, coming, "Coming", NOW)
    document_upload.upload(member, coming, uuid4(), "a.pdf", ceremonies.PDF, NOW)

    copied = act(member, BulkRequest(BulkKind.COPY), [sent, coming])

    progress = run(member, bulk_actions.progress, copied)
    assert (progress.done, progress.refusals, progress.undoable) == (1, 1, False)
    drafts = run(member, envelope_list.envelopes, Filters(box="drafts")).rows
    assert sorted(row.name for row in drafts) == ["Coming", "Lease"]
