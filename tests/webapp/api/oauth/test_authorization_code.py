"""The authorization code grant: what people see and allow, and what applications get."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.use_cases.api.oauth import clients
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.oauth import flows
from tests.webapp.api.oauth.applications import (
    BACK,
    JWT_BEARER,
    PUBLIC,
    TOKEN,
    add,
    ask,
    assertion,
    call,
    client,
    issuer,
)
from tests.webapp.api.oauth.flows import VERIFIER, asked, begin, redeem, told
from tests.webapp.senders import Sender


@pytest.mark.parametrize("kind", ["confidential", "public", "native"])
def test_authlib_completes_the_grant_with_pkce(app: Flask, sender: Sender, kind: str) -> None:
    made = add(sender.member, "envelopes:read", kind=kind)
    method = "client_secret_basic" if made.secret else "none"
    with client(
        app,
        made,
        scope="envelopes:read",
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method=method,
    ) as asking:
        address, state = asking.create_authorization_url(
            issuer(app) + flows.PLACE, code_verifier=VERIFIER
        )
        parameters = {n: v[0] for n, v in parse_qs(urlsplit(address).query).items()}
        back = flows.answer(sender, parameters)
        token = asking.fetch_token(
            authorization_response=back.location, state=state, code_verifier=VERIFIER
        )
        listed = asking.get("/api/v1/envelopes")
        first = token["refresh_token"]
        renewed = asking.refresh_token(issuer(app) + TOKEN, refresh_token=first)

    assert told(back) | {"code": "", "state": ""} == {"code": "", "state": "", "iss": issuer(app)}
    assert back.status_code == 303
    assert listed.status_code == 200
    assert renewed["refresh_token"] != first
    assert renewed["scope"] == "envelopes:read"


def test_the_page_says_who_asks_for_what_and_for_whom(sender: Sender) -> None:
    made = add(sender.member, "envelopes:write", "templates")

    page = sender.get(
        begin(sender, asked(made, scope="openid email envelopes:write templates")).location
    )

    for words in (
        "Allow “Billing” to act for you?",
        sender.member.email,
        sender.member.organization_name,
        "See your e-mail address",
        "Create and send envelopes",
        "See and change templates",
    ):
        assert words in page.text, words


def test_whoever_is_not_signed_in_comes_back_to_it(app: Flask, sender: Sender) -> None:
    made = add(sender.member)
    other = Sender(app, sender.member)

    first = begin(other, asked(made))
    page = other.get(first.location)
    answered = other.post(
        "/sign-in",
        email=sender.member.email,
        password="correct horse battery staple",
        next=_next(page.text),
    )

    assert first.location.startswith("/sign-in?next=/oauth/authorize?")
    assert answered.location.startswith("/oauth/authorize?")
    assert other.get(answered.location).location.startswith("/oauth/consent?")


def _next(page: str) -> str:
    return dict(flows.HIDDEN.findall(page))["next"].replace("&amp;", "&")


def test_a_refusal_is_told_to_the_application(sender: Sender) -> None:
    back = flows.answer(sender, asked(add(sender.member)), decision="deny")

    assert back.location.startswith(BACK + "?")
    assert (told(back)["error"], told(back)["state"]) == ("access_denied", "s-1")


def test_a_consent_is_remembered_for_what_it_said(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "envelopes:write", "templates")
    flows.tokens(app, sender, made, scope="envelopes:write")

    again = begin(sender, asked(made, scope="envelopes:read", prompt="none"))
    wider = begin(sender, asked(made, scope="envelopes:write templates"))
    asked_anew = begin(sender, asked(made, scope="envelopes:read", prompt="consent"))

    assert "code" in told(again)
    assert wider.location.startswith("/oauth/consent?")
    assert asked_anew.location.startswith("/oauth/consent?")


@pytest.mark.parametrize("kind", ["public", "native"])
def test_client_impersonation_without_a_secret_no_consent_is_remembered(
    app: Flask, sender: Sender, kind: str
) -> None:
    made = add(sender.member, kind=kind)
    flows.tokens(app, sender, made)

    assert begin(sender, asked(made)).location.startswith("/oauth/consent?")
    assert told(begin(sender, asked(made, prompt="none")))["error"] == "consent_required"


def test_prompt_none_never_shows_a_page(app: Flask, sender: Sender) -> None:
    made = add(sender.member)
    nobody = Sender(app, sender.member)

    assert told(begin(nobody, asked(made, prompt="none")))["error"] == "login_required"
    assert told(begin(sender, asked(made, prompt="none")))["error"] == "consent_required"


def test_prompt_login_asks_for_a_sign_in(sender: Sender) -> None:
    made = add(sender.member)

    first = begin(sender, asked(made, prompt="login"))

    assert first.location.startswith("/sign-in?next=")
    assert "prompt" not in first.location
    assert sender.get("/envelopes").location.startswith("/sign-in")


def test_people_take_back_what_they_allowed(app: Flask, sender: Sender) -> None:
    made = add(sender.member)
    token = flows.tokens(app, sender, made)
    page = sender.get("/settings/allowed-applications").text

    sender.post(f"/settings/allowed-applications/{made.client.id}/revocation")

    assert "Billing" in page
    assert call(app, token["access_token"]).status_code == 401
    assert flows.refresh(app, made, token["refresh_token"]).json["error"] == "invalid_grant"
    assert begin(sender, asked(made)).location.startswith("/oauth/consent?")
    assert "No applications yet" in sender.get("/settings/allowed-applications").text


def test_a_member_who_allowed_it_can_be_acted_for_by_assertion(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "envelopes:read", "templates", keys=PUBLIC)
    flows.code(sender, made)
    signed = [assertion(made, sender.member.person_id, issuer(app)) for _ in "12"]

    allowed = ask(app, grant_type=JWT_BEARER, assertion=signed[0])
    wider = ask(app, grant_type=JWT_BEARER, assertion=signed[1], scope="templates")

    assert (allowed.status_code, allowed.json["scope"]) == (200, "envelopes:read")
    assert wider.json["error"] == "consent_required"


def test_a_token_does_no_more_than_its_members_role(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "members")
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()
    token = flows.tokens(app, viewer, made, scope="members")["access_token"]

    answered = app.test_client().post(
        "/api/v1/signing-groups",
        json={"name": "Finance", "members": [{"name": "Ana", "email": "ana@example.com"}]},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (answered.status_code, answered.json["code"]) == (403, "forbidden")


def test_an_application_of_another_organization_is_allowed_only_if_it_is_shared(
    app: Flask, sender: Sender, stranger: Sender
) -> None:
    own, shared = add(sender.member), add(sender.member, is_shared=True, keys=PUBLIC)

    closed = stranger.get(begin(stranger, asked(own)).location)
    forced = stranger.post("/oauth/consent", decision="allow", **asked(own))
    token = flows.tokens(app, stranger, shared)
    by_assertion = ask(
        app,
        grant_type=JWT_BEARER,
        assertion=assertion(shared, stranger.member.person_id, issuer(app)),
    )

    assert "belongs to an organization that you are not signed in to" in closed.text
    assert forced.status_code == 403
    theirs = str(stranger.member.organization.id)
    assert (token["organization_id"], by_assertion.json["organization_id"]) == (theirs, theirs)
    assert call(app, token["access_token"]).status_code == 200
    run(sender.member, clients.disable, shared.client.id, NOW)
    assert call(app, token["access_token"]).status_code == 401
    assert flows.refresh(app, shared, token["refresh_token"]).json["error"] == "invalid_client"


def test_what_was_allowed_and_taken_back_is_in_the_log(app: Flask, sender: Sender) -> None:
    made = add(sender.member)
    token = flows.tokens(app, sender, made)
    for _ in "12":
        flows.refresh(app, made, token["refresh_token"])
    sender.post(f"/settings/allowed-applications/{made.client.id}/revocation")

    log = sender.get("/settings/log").text

    assert "allowed the application “Billing” to act for them (Read envelopes)" in log
    assert "A token of the application “Billing” was used twice" in log
    assert "no longer allows the application “Billing” to act for them" in log


def test_the_code_lasts_a_minute_and_belongs_to_one_client(app: Flask, sender: Sender) -> None:
    made, other = add(sender.member), add(sender.member)
    given = flows.code(sender, made)

    stolen = redeem(app, other, given)
    own = redeem(app, made, given)

    assert stolen.json["error"] == "invalid_grant"
    assert own.status_code == 200
