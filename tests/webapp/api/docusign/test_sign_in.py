"""DocuSign's sign-in over ours: the authorization code without PKCE, and the JWT grant."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from core.api.scope import Scope
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
    issuer,
)
from tests.webapp.senders import Sender


def code(sender: Sender, client_id: str) -> str:
    place = f"/oauth/auth?response_type=code&scope=signature&client_id={client_id}"
    asked = sender.get(f"{place}&redirect_uri={BACK}&state=s-7")
    page = sender.get(sender.get(asked.location).location)
    hidden = dict(flows.HIDDEN.findall(page.text))
    told = flows.told(sender.post("/oauth/consent", **hidden | {"decision": "allow"}))
    assert told["state"] == "s-7"
    return told["code"]


def redeem(app: Flask, client_id: str, secret: str, given: str) -> TestResponse:
    """As generate_access_token of their SDKs does."""
    form = {"grant_type": "authorization_code", "code": given}
    return app.test_client(use_cookies=False).post(TOKEN, data=form, auth=(client_id, secret))


def test_a_code_is_exchanged_with_the_secret_alone(app: Flask, sender: Sender) -> None:
    member = sender.member
    made = add(member, *Scope, uris=f"https://other.example.com/back\n{BACK}")
    client_id = str(made.client.id)

    given = code(sender, client_id)
    wrong = redeem(app, client_id, "css_" + 43 * "x", given)
    token = redeem(app, client_id, made.secret, given)
    who: Any = call(app, token.json["access_token"], "/oauth/userinfo").json
    account = f"/restapi/v2.1/accounts/{member.organization.id}"
    envelopes = call(app, token.json["access_token"], f"{account}/envelopes?from_date=2020-01-01")

    assert wrong.status_code == 401
    assert (who["sub"], who["name"]) == (str(member.person_id), member.name)
    assert who["accounts"] == [
        {
            "account_id": str(member.organization.id),
            "account_name": who["accounts"][0]["account_name"],
            "base_uri": issuer(app),
            "is_default": True,
        }
    ]
    assert envelopes.status_code == 200
    assert token.json["refresh_token"]


def test_a_code_of_our_own_endpoint_takes_its_verifier(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "envelopes:read")

    answer = redeem(app, str(made.client.id), made.secret, flows.code(sender, made))

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")


def test_a_program_without_a_secret_takes_our_own_endpoint(app: Flask, sender: Sender) -> None:
    made = add(sender.member, "envelopes:read", kind="public")

    answer = sender.get(f"/oauth/auth?response_type=code&client_id={made.client.id}")

    assert answer.status_code == 404


def test_the_audience_of_a_jwt_is_the_bare_host(app: Flask, sender: Sender) -> None:
    member = sender.member
    made = add(member, "envelopes:write", keys=PUBLIC, may_impersonate=True)
    host = issuer(app).partition("://")[2]

    signed = assertion(made, member.person_id, host, scope="signature impersonation")
    token = ask(app, grant_type=JWT_BEARER, assertion=signed)
    elsewhere = assertion(made, member.person_id, f"{host}.example", scope="signature")
    refused = ask(app, grant_type=JWT_BEARER, assertion=elsewhere)

    assert token.status_code == 200, token.text
    who: Any = call(app, token.json["access_token"], "/oauth/userinfo").json
    assert who["accounts"][0]["account_id"] == str(member.organization.id)
    assert token.json["expires_in"] <= timedelta(hours=1).total_seconds()
    assert (refused.status_code, refused.json["error"]) == (400, "invalid_grant")
