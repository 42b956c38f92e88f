import pytest

from core.access import MemberRole
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.people import members, teams
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.people import colleague
from tests.tenants.use_cases.people.test_members import logged


def test_what_is_shown_to_a_team_is_there_for_its_members_only(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside, outside = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    team_id = teams.create(member, "Lease desk", NOW)
    teams.add(member, team_id, inside.person_id, NOW)
    with member.organization.transaction() as tx:
        tx.run("update envelopes set visibility = 'team', team_id = %s", team_id)

    assert reading.envelope(inside, envelope.id).id == envelope.id
    with pytest.raises(NotFound):
        reading.envelope(outside, envelope.id)
    teams.take_out(member, team_id, inside.person_id, NOW)
    with pytest.raises(NotFound):
        reading.envelope(inside, envelope.id)


def test_without_its_team_an_envelope_is_its_owners_alone(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside = colleague(member, MemberRole.SENDER)
    team_id = teams.create(member, "Lease desk", NOW)
    teams.add(member, team_id, inside.person_id, NOW)
    with member.organization.transaction() as tx:
        tx.run("update envelopes set visibility = 'team', team_id = %s", team_id)

    teams.delete(member, team_id, NOW)

    with pytest.raises(NotFound):
        reading.envelope(inside, envelope.id)
    with member.organization.transaction() as tx:
        row = tx.one("select visibility, team_id from envelopes where id = %s", envelope.id)
    assert row == {"visibility": "owner", "team_id": None}


def test_every_change_of_a_team_stands_in_the_log(member: Member) -> None:
    team_id = teams.create(member, "First", NOW)
    teams.rename(member, team_id, "Second", NOW)
    teams.add(member, team_id, member.person_id, NOW)
    teams.add(member, team_id, member.person_id, NOW)
    teams.take_out(member, team_id, member.person_id, NOW)
    teams.delete(member, team_id, NOW)

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
        teams.create(member, typed, NOW)


def test_no_two_teams_have_the_same_name(member: Member) -> None:
    teams.create(member, "Lease desk", NOW)
    other = teams.create(member, "Front desk", NOW)

    with pytest.raises(Invalid):
        teams.create(member, " Lease desk ", NOW)
    with pytest.raises(Invalid):
        teams.rename(member, other, "Lease desk", NOW)
    assert [t.name for t in teams.teams(member)] == ["Front desk", "Lease desk"]


def test_nobody_from_elsewhere_is_in_a_team(member: Member, stranger: Member) -> None:
    team_id = teams.create(member, "Lease desk", NOW)

    for act in (
        lambda: teams.add(member, team_id, stranger.person_id, NOW),
        lambda: teams.add(stranger, team_id, stranger.person_id, NOW),
        lambda: teams.rename(stranger, team_id, "Mine", NOW),
        lambda: teams.delete(stranger, team_id, NOW),
        lambda: teams.find(stranger, team_id),
        lambda: teams.take_out(member, team_id, stranger.person_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_teams_are_changed_by_those_who_manage_people(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    teams.create(member, "Lease desk", NOW)

    with pytest.raises(Forbidden):
        teams.create(sender, "Another", NOW)
    assert [t.name for t in teams.teams(sender)] == ["Lease desk"]


def test_teams_stand_beside_the_name_and_end_with_the_membership(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    team_id = teams.create(member, "Lease desk", NOW)
    teams.add(member, team_id, sender.person_id, NOW)

    before = members.colleague(member, sender.person_id).teams
    members.remove(member, sender.person_id, None, NOW)

    assert before == ("Lease desk",)
    assert teams.people(member, team_id) == ()
