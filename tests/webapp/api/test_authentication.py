from datetime import timedelta

from flask import Flask

from tenants.member import Member
from tenants.use_cases.api import api_keys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api import programs
from tests.webapp.api.programs import PATH, Program, make_key
from tests.webapp.senders import Sender
from webapp.api.v1.authentication import WRONG_KEYS

NOBODYS = "cs_" + "x" * 43


def test_without_a_key_that_works_nothing_is_answered_but_what_is_asked_for(app: Flask) -> None:
    browser = app.test_client()
    tried = {
        "": 'Bearer realm="Countersign"',
        "Basic abc": 'Bearer realm="Countersign", error="invalid_token"',
        f"Bearer {NOBODYS}": 'Bearer realm="Countersign", error="invalid_token"',
        f"Bearer {NOBODYS} {NOBODYS}": 'Bearer realm="Countersign", error="invalid_token"',
        "Bearer": 'Bearer realm="Countersign", error="invalid_token"',
    }

    for given, asked in tried.items():
        answer = browser.post(PATH, headers={"Authorization": given} if given else {})
        assert (answer.status_code, answer.json["code"]) == (401, "key_not_accepted"), given
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == asked
        assert "Set-Cookie" not in answer.headers


def test_a_revoked_key_is_refused_at_once(app: Flask, member: Member) -> None:
    secret = make_key(member)
    program = Program(app, secret)
    (listed,) = run(member, api_keys.listed)
    assert program.post({}).status_code == 422

    run(member, api_keys.revoke, listed.key.id, NOW + timedelta(days=1))

    assert program.post({}).status_code == 401


def test_the_cookie_of_a_session_opens_nothing_of_the_api(sender: Sender) -> None:
    envelope = programs.envelope()

    answer = sender.browser.post(PATH, json=envelope, headers={"X-CSRF-Token": sender.token})

    assert answer.status_code == 401


def test_a_key_opens_no_page_of_the_portal(app: Flask, member: Member) -> None:
    program = Program(app, make_key(member))

    assert program.get("/envelopes").headers["Location"].startswith("/sign-in")
    assert program.browser.post("/settings/teams", headers=program.bearer).status_code == 403


def test_a_key_to_read_sends_nothing(app: Flask, member: Member) -> None:
    program = Program(app, make_key(member, "envelopes:read"))

    answer = program.post(programs.envelope())

    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")
    assert answer.json["scopes"] == ["envelopes:write"]
    assert "envelopes:write" in answer.json["detail"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert 'scope="envelopes:write"' in answer.headers["WWW-Authenticate"]


def test_wrong_keys_are_limited_and_right_ones_go_on(app: Flask, member: Member) -> None:
    wrong, right = Program(app, NOBODYS), Program(app, make_key(member))

    answers = [wrong.post({}) for _ in range(WRONG_KEYS + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {401}
    assert (answers[-1].status_code, answers[-1].json["code"]) == (429, "too_many_wrong_keys")
    assert answers[-1].headers["Retry-After"] == "300"
    assert right.post({}).status_code == 422


def test_every_route_of_the_api_asks_for_a_scope_or_is_its_description(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    open_to_all = {r.rule for r in rules if not hasattr(app.view_functions[r.endpoint], "scopes")}

    # What providers of mail and SMS report is signed by them, or holds a secret of ours.
    providers = {"/api/mail-reports/mailgun", "/api/sms-answers"}
    providers.add("/api/sms-reports/<mark>/<letter>")
    assert open_to_all == {"/api/v1/openapi.json"} | providers
    assert len(rules) >= 3
