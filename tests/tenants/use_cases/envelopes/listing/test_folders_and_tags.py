from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.envelopes.listing.filters import Filters
from core.envelopes.sharing import Visibility
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sharing
from tenants.use_cases.envelopes.listing import envelope_list, folders, saved_views, tags
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.search_jobs import catch_up


def folder(member: Member, name: str, parent: UUID | None = None, shown_to: str = "owner") -> UUID:
    folder_id = uuid4()
    run(member, folders.make, folder_id, name, parent, shown_to, NOW)
    return folder_id


def tag(member: Member, name: str) -> UUID:
    tag_id = uuid4()
    run(member, tags.make, tag_id, name, 3, NOW)
    return tag_id


def draft(member: Member) -> UUID:
    return run(member, drafting.create, uuid4(), "Offer", NOW).id


def ids(member: Member, filters: Filters) -> set[UUID]:
    return {row.id for row in run(member, envelope_list.envelopes, filters).rows}


def test_folders_lie_in_folders_five_levels_deep(member: Member) -> None:
    parent: UUID | None = None
    for name in "ABCDE":
        parent = folder(member, name, parent)

    with pytest.raises(Invalid):
        folder(member, "F", parent)
    assert [(f.name, f.depth) for f in run(member, folders.folders)] == [
        (name, depth) for depth, name in enumerate("ABCDE", 1)
    ]


def test_a_folder_is_shown_to_whom_it_was_made_for(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    own = folder(sender, "Own")
    folder(member, "Private")
    shown = folder(member, "Shown", shown_to="all")

    assert {f.id for f in run(sender, folders.folders)} == {own, shown}
    with pytest.raises(Forbidden):
        run(sender, folders.rename, shown, "Mine now")
    with pytest.raises(NotFound):
        folder(sender, "Team", shown_to=str(uuid4()))


def test_what_is_put_into_a_folder_is_there_on_the_next_page(member: Member) -> None:
    place, envelope_id = folder(member, "Leases"), draft(member)
    catch_up(member)

    run(member, folders.put, envelope_id, place, NOW)
    there = ids(member, Filters(box="all", folder=place))
    run(member, folders.put, envelope_id, None, NOW)

    assert there == {envelope_id}
    assert ids(member, Filters(box="all", folder=place)) == set()


def test_a_folder_that_goes_leaves_its_envelopes_and_its_folders(member: Member) -> None:
    top, envelope_id = folder(member, "Top"), draft(member)
    folder(member, "Below", top)
    run(member, folders.put, envelope_id, top, NOW)

    run(member, folders.remove, top, NOW)

    assert [(f.name, f.depth) for f in run(member, folders.folders)] == [("Below", 1)]
    assert ids(member, Filters(box="drafts")) == {envelope_id}
    with pytest.raises(NotFound):
        run(member, folders.put, envelope_id, top, NOW)


def test_a_tag_is_seen_filtered_by_and_taken_off(member: Member) -> None:
    urgent, envelope_id = tag(member, "Urgent"), draft(member)
    catch_up(member)

    run(member, tags.put_on, envelope_id, urgent, NOW)
    row = run(member, envelope_list.envelopes, Filters(box="all", tag=urgent)).rows[0]
    run(member, tags.take_off, envelope_id, urgent, NOW)

    assert (row.id, row.tags) == (envelope_id, (envelope_list.TagSummary("Urgent", 3),))
    assert ids(member, Filters(box="all", tag=urgent)) == set()


def test_two_tags_have_two_names_until_one_is_gone(member: Member) -> None:
    first = tag(member, "Urgent")

    with pytest.raises(Invalid):
        tag(member, "Urgent")
    other = tag(member, "Other")
    with pytest.raises(Invalid):
        run(member, tags.change, other, "Urgent", 1)
    run(member, tags.remove, first, NOW)
    tag(member, "Urgent")
    assert [t.name for t in run(member, tags.tags)] == ["Other", "Urgent"]


def test_only_whoever_may_change_an_envelope_moves_or_tags_it(member: Member) -> None:
    sender, envelope_id = colleague(member, MemberRole.SENDER), draft(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", envelope_id)

    with pytest.raises(Forbidden):
        run(sender, tags.put_on, envelope_id, tag(member, "Urgent"), NOW)
    with pytest.raises(Forbidden):
        run(sender, folders.put, envelope_id, None, NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "\u202eb"])
def test_a_name_is_a_short_line(member: Member, name: str) -> None:
    with pytest.raises(Invalid):
        tag(member, name)


def test_a_saved_view_is_ones_own_until_an_administrator_shares_it(member: Member) -> None:
    sender, viewer = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.VIEWER)
    own, shared = uuid4(), uuid4()
    filters = Filters(box="closed", search="rent")
    run(sender, saved_views.save, own, "Mine", filters, False, NOW)
    run(member, saved_views.save, shared, "For all", Filters(box="all"), True, NOW)

    assert [(v.name, v.mine) for v in run(sender, saved_views.sidebar).views] == [
        ("For all", False),
        ("Mine", True),
    ]
    assert [v.name for v in run(viewer, saved_views.sidebar).views] == ["For all"]
    assert run(sender, saved_views.sidebar).views[1].filters == filters
    with pytest.raises(Forbidden):
        run(sender, saved_views.save, uuid4(), "For all too", filters, True, NOW)
    with pytest.raises(NotFound):
        run(viewer, saved_views.change, own, "Stolen", False)
    with pytest.raises(Forbidden):
        run(viewer, saved_views.remove, shared)


def test_a_saved_view_is_renamed_and_removed(member: Member) -> None:
    view_id = uuid4()
    run(member, saved_views.save, view_id, "Before", Filters(), False, NOW)

    run(member, saved_views.change, view_id, "After", True)
    renamed = run(member, saved_views.sidebar).views[0]
    run(member, saved_views.remove, view_id)

    assert (renamed.name, renamed.shared) == ("After", True)
    assert run(member, saved_views.sidebar).views == []


def test_what_is_filed_tagged_or_shown_to_others_is_an_entry_and_a_new_version(
    member: Member,
) -> None:
    envelope_id, urgent, place = draft(member), tag(member, "Urgent"), folder(member, "Leases")
    before = run(member, reading.version, envelope_id)

    run(member, tags.put_on, envelope_id, urgent, NOW)
    run(member, tags.put_on, envelope_id, urgent, NOW)
    run(member, tags.take_off, envelope_id, urgent, NOW)
    run(member, folders.put, envelope_id, place, NOW)
    run(member, sharing.show_to, envelope_id, Visibility.ALL, None, NOW)

    trail = run(member, reading.timeline, envelope_id)
    assert [entry.type for entry in trail.entries[1:]] == [
        "envelope.tagged",
        "envelope.untagged",
        "envelope.filed",
        "envelope.audience_changed",
    ]
    assert trail.intact
    assert run(member, reading.version, envelope_id) == before + 4
