"""A client that acts by itself, for the member who added it."""

from base64 import b64encode
from datetime import timedelta

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.api.oauth import clients
from tenants.use_cases.people import leaving
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.oauth.applications import TOKEN, add, ask, call, client
from webapp.routes.api.oauth.token_requests import WRONG


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_gets_a_token_that_opens_what_its_scopes_say(
    app: Flask, member: Member, method: str
) -> None:
    made = add(member, "envelopes:read", "webhooks")
    with client(app, made, token_endpoint_auth_method=method, scope="envelopes:read") as asking:
        token = asking.fetch_token()
        envelopes = asking.get("/api/v1/envelopes")
        groups = asking.post("/api/v1/signing-groups", json={"name": "x", "members": []})

    assert (token["token_type"], token["expires_in"]) == ("Bearer", 900)
    assert token["scope"] == "envelopes:read"
    assert "refresh_token" not in token
    assert envelopes.status_code == 200
    assert (groups.status_code, groups.json()["scopes"]) == (403, ["members"])
    assert 'error="insufficient_scope"' in groups.headers["WWW-Authenticate"]


def test_answers_are_kept_by_no_cache(app: Flask, member: Member) -> None:
    for answer in (
        ask(app, add(member), grant_type="client_credentials"),
        ask(app, add(member), grant_type="password"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.mimetype == "application/json"


def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer(
    app: Flask, member: Member
) -> None:
    made = add(member)

    wrong = ask(app, made, grant_type="client_credentials", client_secret="css_" + "x" * 43)
    unknown = ask(
        app, made, grant_type="client_credentials", client_id="9f3b1f0e-3d1c-4d5e-9d3f-2f6b1c1d2e3f"
    )
    none = ask(app, grant_type="client_credentials", client_id=str(made.client.id))

    assert wrong.json == unknown.json == none.json
    assert (wrong.status_code, wrong.json["error"]) == (400, "invalid_client")


def test_a_client_that_tried_in_the_header_is_asked_for_it_again(
    app: Flask, member: Member
) -> None:
    wrong = b64encode(f"{add(member).client.id}:css_wrong".encode()).decode()

    answer = app.test_client().post(
        TOKEN,
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {wrong}"},
    )

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_guessed_secrets_are_limited_and_right_ones_go_on(app: Flask, member: Member) -> None:
    made = add(member)

    answers = [
        ask(app, made, grant_type="client_credentials", client_secret=f"css_{n}")
        for n in range(WRONG + 1)
    ]

    assert {answer.status_code for answer in answers[:-1]} == {400}
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "300"
    assert ask(app, made, grant_type="client_credentials").status_code == 200


def test_a_scope_it_was_not_registered_with_is_refused(app: Flask, member: Member) -> None:
    made = add(member, "envelopes:write")

    refused = ask(app, made, grant_type="client_credentials", scope="members")
    included = ask(app, made, grant_type="client_credentials", scope="envelopes:read")

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_scope")
    assert included.json["scope"] == "envelopes:read"


@pytest.mark.parametrize("kind", ["public", "native"])
def test_a_client_without_a_secret_has_no_access_of_its_own(
    app: Flask, member: Member, kind: str
) -> None:
    answer = ask(app, add(member, kind=kind), grant_type="client_credentials")

    assert (answer.status_code, answer.json["error"]) == (400, "unauthorized_client")


def test_it_may_do_no_more_than_the_member_it_acts_for(app: Flask, member: Member) -> None:
    admin = colleague(member, MemberRole.ADMIN)
    made = add(admin)
    token = ask(app, made, grant_type="client_credentials").json["access_token"]
    assert call(app, token).status_code == 200

    run(admin, leaving.leave, None, NOW)

    assert call(app, token).status_code == 401
    gone = ask(app, made, grant_type="client_credentials")
    assert (gone.status_code, gone.json["error"]) == (400, "invalid_grant")
    run(member, clients.take_over, made.client.id, NOW)
    assert ask(app, made, grant_type="client_credentials").status_code == 200


def test_nothing_of_a_disabled_client_works_until_it_is_enabled(app: Flask, member: Member) -> None:
    made = add(member)
    token = ask(app, made, grant_type="client_credentials").json["access_token"]

    run(member, clients.disable, made.client.id, NOW)
    refused, called = ask(app, made, grant_type="client_credentials"), call(app, token)
    run(member, clients.enable, made.client.id, NOW)

    assert refused.json["error"] == "invalid_client"
    assert called.status_code == 401
    assert 'error="invalid_token"' in called.headers["WWW-Authenticate"]
    assert call(app, token).status_code == 200


def test_a_new_secret_leaves_the_old_one_its_time(app: Flask, member: Member) -> None:
    made = add(member)
    run(member, clients.renew_secret, made.client.id, "0", NOW)
    assert ask(app, made, grant_type="client_credentials").json["error"] == "invalid_client"

    overlapping = add(member)
    long_before = overlapping.client.created_at + timedelta(days=10_000)
    run(member, clients.renew_secret, overlapping.client.id, "24", long_before)

    assert ask(app, overlapping, grant_type="client_credentials").status_code == 200


def test_what_is_deleted_stays_deleted(app: Flask, member: Member) -> None:
    made = add(member)
    token = ask(app, made, grant_type="client_credentials").json["access_token"]

    run(member, clients.delete, made.client.id, NOW)

    assert call(app, token).status_code == 401
    assert ask(app, made, grant_type="client_credentials").json["error"] == "invalid_client"


def test_parameters_come_in_the_body_and_once(app: Flask, member: Member) -> None:
    made, browser = add(member), app.test_client()
    secret = f"client_id={made.client.id}&client_secret={made.secret}"
    form = "application/x-www-form-urlencoded"

    answers = {
        "address": browser.post(f"{TOKEN}?{secret}", data={"grant_type": "client_credentials"}),
        "twice": browser.post(
            TOKEN,
            data=f"grant_type=client_credentials&grant_type=x&{secret}",
            content_type=form,
        ),
        "json": browser.post(TOKEN, json={"grant_type": "client_credentials"}),
        "nothing": browser.post(TOKEN, data={"client_id": "x"}),
    }

    for what, answer in answers.items():
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request"), what
    assert browser.get(TOKEN).status_code == 405


def test_a_token_in_the_address_is_refused(app: Flask, member: Member) -> None:
    token = ask(app, add(member), grant_type="client_credentials").json["access_token"]

    answer = app.test_client().get(f"/api/v1/envelopes?access_token={token}")

    assert answer.status_code == 401
