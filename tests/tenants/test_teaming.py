import pytest

from core.access import MemberRole
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases import reading, staffing, teaming
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.people import colleague
from tests.tenants.test_staffing import logged


def test_what_is_shown_to_a_team_is_there_for_its_members_only(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside, outside = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    team_id = teaming.create(member, "Lease desk", NOW)
    teaming.add(member, team_id, inside.person_id, NOW)
    with member.organization.transaction() as tx:
        tx.run("update envelopes set visibility = 'team', team_id = %s", team_id)

    assert reading.envelope(inside, envelope.id).id == envelope.id
    with pytest.raises(NotFound):
        reading.envelope(outside, envelope.id)
    teaming.take_out(member, team_id, inside.person_id, NOW)
    with pytest.raises(NotFound):
        reading.envelope(inside, envelope.id)


def test_without_its_team_an_envelope_is_its_owners_alone(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside = colleague(member, MemberRole.SENDER)
    team_id = teaming.create(member, "Lease desk", NOW)
    teaming.add(member, team_id, inside.person_id, NOW)
    with member.organization.transaction() as tx:
        tx.run("update envelopes set visibility = 'team', team_id = %s", team_id)

    teaming.delete(member, team_id, NOW)

    with pytest.raises(NotFound):
        reading.envelope(inside, envelope.id)
    with member.organization.transaction() as tx:
        row = tx.one("select visibility, team_id from envelopes where id = %s", envelope.id)
    assert row == {"visibility": "owner", "team_id": None}


def test_every_change_of_a_team_stands_in_the_log(member: Member) -> None:
    team_id = teaming.create(member, "First", NOW)
    teaming.rename(member, team_id, "Second", NOW)
    teaming.add(member, team_id, member.person_id, NOW)
    teaming.add(member, team_id, member.person_id, NOW)
    teaming.take_out(member, team_id, member.person_id, NOW)
    teaming.delete(member, team_id, NOW)

    counts = {
        name: len(logged(member, name))
        for name in (
            *("TeamCreated", "TeamRenamed", "TeamMemberAdded", "TeamMemberRemoved"),
            "TeamDeleted",
        )
    }
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("typed", ["", "   ", "x" * 61, "two\nlines"])
def test_a_team_has_a_name_of_one_line(member: Member, typed: str) -> None:
    with pytest.raises(Invalid):
        teaming.create(member, typed, NOW)


def test_no_two_teams_have_the_same_name(member: Member) -> None:
    teaming.create(member, "Lease desk", NOW)
    other = teaming.create(member, "Front desk", NOW)

    with pytest.raises(Invalid):
        teaming.create(member, " Lease desk ", NOW)
    with pytest.raises(Invalid):
        teaming.rename(member, other, "Lease desk", NOW)
    assert [t.name for t in teaming.teams(member)] == ["Front desk", "Lease desk"]


def test_nobody_from_elsewhere_is_in_a_team(member: Member, stranger: Member) -> None:
    team_id = teaming.create(member, "Lease desk", NOW)

    for act in (
        lambda: teaming.add(member, team_id, stranger.person_id, NOW),
        lambda: teaming.add(stranger, team_id, stranger.person_id, NOW),
        lambda: teaming.rename(stranger, team_id, "Mine", NOW),
        lambda: teaming.delete(stranger, team_id, NOW),
        lambda: teaming.find(stranger, team_id),
        lambda: teaming.take_out(member, team_id, stranger.person_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_teams_are_changed_by_those_who_manage_people(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    teaming.create(member, "Lease desk", NOW)

    with pytest.raises(Forbidden):
        teaming.create(sender, "Another", NOW)
    assert [t.name for t in teaming.teams(sender)] == ["Lease desk"]


def test_teams_stand_beside_the_name_and_end_with_the_membership(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    team_id = teaming.create(member, "Lease desk", NOW)
    teaming.add(member, team_id, sender.person_id, NOW)

    before = staffing.colleague(member, sender.person_id).teams
    staffing.remove(member, sender.person_id, None, NOW)

    assert before == ("Lease desk",)
    assert teaming.people(member, team_id) == ()
