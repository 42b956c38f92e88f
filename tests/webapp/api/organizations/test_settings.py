"""The organization, its settings, its custom fields and its rules, as a program changes them."""

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

API = "/api/v1"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "organization"))


def test_the_organization_is_seen_and_renamed(program: Program, member: Member) -> None:
    seen = program.get(f"{API}/organization").json
    changed = program.act(f"{API}/organization", {"name": "Harbour"}, "PATCH")
    wrong = program.act(f"{API}/organization", {"name": "", "slug": "other"}, "PATCH")

    assert seen == {
        "id": str(member.organization.id),
        "name": member.organization_name,
        "slug": member.slug,
    }
    assert changed.json == seen | {"name": "Harbour"}
    assert [e["pointer"] for e in wrong.json["errors"]] == ["#/name", "#/slug"]


def test_settings_are_changed_all_or_none(program: Program) -> None:
    before = program.get(f"{API}/settings").json
    new = {
        "time_zone": "Europe/Berlin",
        "expire_days": 30,
        "delegation": "never",
        "archive": ["archive@example.com"],
        "proofs": ["access_code"],
        "signing_reasons": ["I agree", "I have read it"],
        "free_reasons": False,
    }

    wrong = program.act(f"{API}/settings", new | {"time_zone": "Mars", "locale": "xx"}, "PATCH")
    kept = program.get(f"{API}/settings").json
    changed = program.act(f"{API}/settings", new, "PATCH")

    assert wrong.status_code == 422
    assert {e["pointer"] for e in wrong.json["errors"]} == {"#/time_zone", "#/locale"}
    assert kept == before
    assert changed.json == before | new == program.get(f"{API}/settings").json


def test_embedding_and_retention_are_set(program: Program) -> None:
    embedding, retention = f"{API}/settings/embedding", f"{API}/settings/retention"

    wrong = program.act(embedding, {"origins": ["nowhere"]}, "PATCH")
    embedded = program.act(embedding, {"origins": ["https://app.example.com"]}, "PATCH")
    preview = program.get(f"{retention}/preview?days=365").json
    rule = {"days": 365, "keep_certificate": True}
    guessed = program.act(retention, rule | {"erases": 3}, "PUT")
    kept = program.act(retention, rule | {"erases": preview["erases"]}, "PUT")

    assert [e["pointer"] for e in wrong.json["errors"]] == ["#/origins"]
    assert embedded.json["origins"] == ["https://app.example.com"]
    assert preview == {"erases": 0, "more": False, "held": 0}
    assert [e["pointer"] for e in guessed.json["errors"]] == ["#/erases"]
    assert kept.json == rule == program.get(retention).json


def test_a_custom_field_is_defined_changed_and_removed(
    app: Flask, program: Program, member: Member
) -> None:
    place = f"{API}/custom-fields"
    new = {"name": "Project", "kind": "choice", "choices": ["A", "B"], "listed": True}

    wrong = program.act(place, {"name": "x" * 61, "kind": "text", "choices": ["A"]})
    made = program.act(place, new)
    taken = program.act(place, {"name": "project"})
    changed = program.act(made.location, {"choices": ["A", "B", "C"], "required": True}, "PATCH")
    reader = Program(app, make_key(member, "envelopes:read"))
    listed = reader.get(place).json
    gone = program.act(made.location, method="DELETE")

    assert [e["pointer"] for e in wrong.json["errors"]] == ["#/name", "#/choices"]
    assert (made.status_code, taken.json["errors"][0]["pointer"]) == (201, "#/name")
    assert changed.json == made.json | {"choices": ["A", "B", "C"], "required": True}
    assert listed["items"] == [changed.json]
    assert (gone.status_code, program.get(made.location).status_code) == (204, 404)
    assert reader.act(place, new).status_code == 403


PLACES = ("organization", "settings", "settings/embedding", "settings/retention", "branding")


def test_it_takes_the_scope_and_the_role(app: Flask, program: Program, member: Member) -> None:
    other = Program(app, make_key(member, "envelopes:write", "templates", "webhooks"))
    admin = colleague(member, MemberRole.ADMIN)
    lowered = Program(app, make_key(admin, "organization"))
    managing = Program(app, make_key(member, "members"))
    managing.act(f"{API}/members/{admin.person_id}", {"role": "sender"}, "PATCH")

    refused = {p: other.get(f"{API}/{p}").json["code"] for p in PLACES}
    not_allowed = {
        p: lowered.act(f"{API}/{p}", {}, "PATCH").json["code"]
        for p in PLACES
        if p != "settings/retention"
    }

    assert set(refused.values()) == {"scope_missing"}
    assert set(not_allowed.values()) == {"forbidden"}


def test_what_one_changes_is_ones_own_alone(app: Flask, program: Program, stranger: Sender) -> None:
    theirs = Program(app, make_key(stranger.member, "organization"))
    field = theirs.act(f"{API}/custom-fields", {"name": "Theirs"})

    program.act(f"{API}/settings", {"expire_days": 7}, "PATCH")

    assert theirs.get(f"{API}/settings").json["expire_days"] == 120
    assert program.get(field.location).status_code == 404


def test_a_change_is_done_once_and_only_to_what_was_read(program: Program) -> None:
    place, bearer = f"{API}/settings", program.bearer
    first = program.get(place)
    headers = bearer | {"If-Match": first.headers["ETag"], "Idempotency-Key": "settings-1"}

    done = program.browser.patch(place, json={"expire_days": 9}, headers=headers)
    again = program.browser.patch(place, json={"expire_days": 9}, headers=headers)
    late = program.browser.patch(
        place, json={"expire_days": 8}, headers=bearer | {"If-Match": first.headers["ETag"]}
    )
    known = program.get(place, **{"If-None-Match": done.headers["ETag"]})

    assert (done.status_code, again.data) == (200, done.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (late.status_code, known.status_code) == (412, 304)
    assert program.get(f"{place}?fields=expire_days,locale").json == {
        "expire_days": 9,
        "locale": "en",
    }
