from flask import Flask

from core.access import MemberRole
from tenants.use_cases.people import teams
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender


def test_a_team_is_created_filled_renamed_and_deleted(sender: Sender) -> None:
    other = colleague(sender.member, MemberRole.VIEWER)
    assert "No teams yet" in sender.get("/settings/teams").text

    place = sender.post("/settings/teams", name="Lease desk").headers["Location"]
    sender.post(f"{place}/members", person_id=str(other.person_id))
    page = sender.get(place)
    renamed = sender.post(place, name="Front desk")
    emptied = sender.post(f"{place}/members/{other.person_id}/removal")
    deleted = sender.post(f"{place}/deletion")

    assert f"{place}/members/{other.person_id}/removal" in page.text
    assert renamed.status_code == emptied.status_code == deleted.status_code == 303
    assert sender.get(place).status_code == 404


def test_a_name_that_is_taken_is_said_and_kept(sender: Sender) -> None:
    run(sender.member, teams.create, "Lease desk", NOW)
    sender.get("/settings/teams")

    answer = sender.post("/settings/teams", name="Lease desk")

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'value="Lease desk"' in answer.text


def test_nobody_from_elsewhere_is_added(sender: Sender, stranger: Sender) -> None:
    team_id = run(sender.member, teams.create, "Lease desk", NOW)
    place = f"/settings/teams/{team_id}/members"
    sender.get("/settings/teams")

    theirs = sender.post(place, person_id=str(stranger.member.person_id))

    assert theirs.status_code == 404
    assert sender.post(place, person_id="nobody").status_code == 404


def test_senders_see_teams_and_change_none(app: Flask, sender: Sender) -> None:
    team_id = run(sender.member, teams.create, "Lease desk", NOW)
    other = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()

    page = other.get(f"/settings/teams/{team_id}")

    assert "No one is in this team yet" in page.text
    assert "Delete" not in page.text
    assert other.post(f"/settings/teams/{team_id}/deletion").status_code == 403
