"""What an application did is told with the member for whom it acted."""

from flask import Flask

from core.access import MemberRole
from core.api.oauth import client as rules
from tenants.use_cases.api.oauth import client_keys, clients
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api import programs
from tests.webapp.api.oauth import flows
from tests.webapp.api.oauth.applications import PUBLIC, add, ask
from tests.webapp.api.programs import Program
from tests.webapp.senders import Sender


def test_the_timeline_names_the_member_and_the_application(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "envelopes:write")
    token = flows.tokens(app, sender, made, scope="envelopes:write")["access_token"]
    program = Program(app, token)

    created = program.post(programs.envelope(), key="lease-1")
    again = program.post(programs.envelope(), key="lease-1")
    events = program.get(f"{created.headers['Location']}/events").json["items"]

    assert created.status_code == 201, created.text
    assert again.headers["Idempotent-Replayed"] == "true"
    named = f"{sender.member.name} (Billing)"
    assert {event["actor_name"] for event in events} == {named}
    actor = f"oauth_client:{made.client.id}/{sender.member.person_id}"
    assert {event["actor"] for event in events} == {actor}


def test_the_log_names_the_member_and_the_application(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "members")
    token = flows.tokens(app, sender, made, scope="members")["access_token"]

    answer = Program(app, token).act("/api/v1/teams", {"name": "Sales"})

    assert answer.status_code == 201, answer.text
    assert f"{sender.member.name} (Billing) created the team" in sender.get("/settings/log").text


def test_new_keys_or_scopes_of_a_client_are_for_who_gave_them(app: Flask, sender: Sender) -> None:
    made, admin = add(sender.member), colleague(sender.member, MemberRole.ADMIN)

    def acts_for() -> object:
        return run(sender.member, clients.get, made.client.id).acts_for

    same = rules.asked_for("Invoices", "confidential", "", ["envelopes:read"])
    run(admin, clients.change, made.client.id, same, {"keys": []}, NOW)
    renamed = acts_for()
    run(admin, clients.change, made.client.id, same, client_keys.read(PUBLIC), NOW)
    with_keys = acts_for()
    run(sender.member, clients.renew_secret, made.client.id, "0", NOW)

    assert renamed == made.client.acts_for == sender.member.person_id
    assert with_keys == admin.person_id
    assert acts_for() == sender.member.person_id
    assert ask(app, made, grant_type="client_credentials").json["error"] == "invalid_client"
