import psycopg
import pytest

from core.access import MemberRole
from core.envelopes.sharing import Visibility
from core.evidence.audit import GENESIS
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import ended_sharing, reading, sharing
from tenants.use_cases.people import leaving, members, teams
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague
from tests.tenants.use_cases.people.test_members import logged


def test_what_is_shown_to_a_team_is_there_for_its_members_only(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside, outside = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.SENDER)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, teams.add, team_id, inside.person_id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'team', team_id = %s", team_id)

    assert run(inside, reading.envelope, envelope.id).id == envelope.id
    with pytest.raises(NotFound):
        run(outside, reading.envelope, envelope.id)
    run(member, teams.take_out, team_id, inside.person_id, NOW)
    with pytest.raises(NotFound):
        run(inside, reading.envelope, envelope.id)


def test_without_its_team_an_envelope_is_its_owners_alone(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    inside = colleague(member, MemberRole.SENDER)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, teams.add, team_id, inside.person_id, NOW)
    run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)

    run(member, teams.delete, team_id, NOW)

    with pytest.raises(NotFound):
        run(inside, reading.envelope, envelope.id)
    with pytest.raises(NotFound):
        run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)
    shown = run(member, sharing.sharing, envelope.id, NOW)
    assert (shown.visibility, shown.team_id, shown.teams) == (Visibility.OWNER, None, ())
    assert run(member, teams.teams) == ()
    assert run(member, teams.create, "Lease desk", NOW)


def test_the_trail_of_each_envelope_of_a_deleted_team_says_who_deleted_it(member: Member) -> None:
    envelope, admin = ceremonies.sent(member, NOW), colleague(member, MemberRole.ADMIN)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        before = tx.envelopes.version(envelope.id)

    run(admin, teams.delete, team_id, NOW)
    run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)

    with member.organization.transaction(SYSTEM) as tx:
        last = tx.audit.of(envelope.id)[-1]
        assert tx.envelopes.version(envelope.id) == before + 1
        row = tx.rows.one("select visibility, team_id from envelopes where id = %s", envelope.id)
        assert tx.rows.all("select from teams") == []
    assert row == {"visibility": "owner", "team_id": None}
    assert (last.type, last.actor) == ("envelope.audience_changed", f"person:{admin.person_id}")
    assert last.data == {"change": "visibility", "about": "owner"}


def test_what_was_shown_to_others_since_stays_so_when_its_team_was_deleted(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)
    run(member, teams.delete, team_id, NOW)
    run(member, sharing.show_to, envelope.id, Visibility.ALL, None, NOW)

    run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)

    assert run(member, sharing.sharing, envelope.id, NOW).visibility is Visibility.ALL


def test_an_envelope_whose_rows_were_changed_holds_up_no_other_of_its_team(
    member: Member, services: dict[str, str]
) -> None:
    changed, other = sorted(ceremonies.sent(member, NOW).id for _ in range(2))
    team_id = run(member, teams.create, "Lease desk", NOW)
    for envelope_id in (changed, other):
        run(member, sharing.show_to, envelope_id, Visibility.TEAM, team_id, NOW)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("update fields set kind = 'none' where envelope_id = %s", (changed,))

    run(member, teams.delete, team_id, NOW)
    run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.shares.to_team(team_id, 10) == [changed]
        assert tx.audit.of(other)[-1].type == "envelope.audience_changed"
    assert run(member, teams.teams) == ()


def test_hundreds_of_envelopes_of_a_team_are_hidden_in_their_own_time(
    member: Member, services: dict[str, str]
) -> None:
    team_id = run(member, teams.create, "Lease desk", NOW)
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            "insert into envelopes (organization_id, id, sender_id, name, status, status_at,"
            " created_at, head_hash, visibility, team_id) select %s, gen_random_uuid(), %s,"
            " 'Lease', 'draft', %s, %s, %s, 'team', %s from generate_series(1, 230)",
            (member.organization.id, member.person_id, NOW, NOW, GENESIS, team_id),
        )

    def left() -> int:
        with member.organization.transaction(SYSTEM) as tx:
            return len(tx.shares.to_team(team_id, 1_000))

    run(member, teams.delete, team_id, NOW)
    counts = [left()]
    for _ in range(3):
        run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)
        counts.append(left())

    assert counts == [230, 130, 30, 0]
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from teams") == []


def test_every_change_of_a_team_stands_in_the_log(member: Member) -> None:
    team_id = run(member, teams.create, "First", NOW)
    run(member, teams.rename, team_id, "Second", NOW)
    run(member, teams.add, team_id, member.person_id, NOW)
    run(member, teams.add, team_id, member.person_id, NOW)
    run(member, teams.take_out, team_id, member.person_id, NOW)
    run(member, teams.delete, team_id, NOW)

    counts = {
        name: len(logged(member, name))
        for name in (
            *("team.created", "team.renamed", "team.member_added", "team.member_removed"),
            "team.deleted",
        )
    }
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("typed", ["", "   ", "x" * 61, "two\nlines"])
def test_a_team_has_a_name_of_one_line(member: Member, typed: str) -> None:
    with pytest.raises(Invalid):
        run(member, teams.create, typed, NOW)


def test_no_two_teams_have_the_same_name(member: Member) -> None:
    run(member, teams.create, "Lease desk", NOW)
    other = run(member, teams.create, "Front desk", NOW)

    with pytest.raises(Invalid):
        run(member, teams.create, " Lease desk ", NOW)
    with pytest.raises(Invalid):
        run(member, teams.rename, other, "Lease desk", NOW)
    assert [t.name for t in run(member, teams.teams)] == ["Front desk", "Lease desk"]


def test_nobody_from_elsewhere_is_in_a_team(member: Member, stranger: Member) -> None:
    team_id = run(member, teams.create, "Lease desk", NOW)

    for act in (
        lambda: run(member, teams.add, team_id, stranger.person_id, NOW),
        lambda: run(stranger, teams.add, team_id, stranger.person_id, NOW),
        lambda: run(stranger, teams.rename, team_id, "Mine", NOW),
        lambda: run(stranger, teams.delete, team_id, NOW),
        lambda: run(stranger, teams.find, team_id),
        lambda: run(member, teams.take_out, team_id, stranger.person_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_teams_are_changed_by_those_who_manage_people(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    run(member, teams.create, "Lease desk", NOW)

    with pytest.raises(Forbidden):
        run(sender, teams.create, "Another", NOW)
    assert [t.name for t in run(sender, teams.teams)] == ["Lease desk"]


def test_teams_stand_beside_the_name_and_end_with_the_membership(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, teams.add, team_id, sender.person_id, NOW)

    before = run(member, members.colleague, sender.person_id).teams
    run(member, leaving.remove, sender.person_id, None, NOW)

    assert before == ("Lease desk",)
    assert run(member, teams.people, team_id) == ()
