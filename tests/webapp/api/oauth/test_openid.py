"""OpenID Connect: discovery, key set, ID tokens, userinfo; and what becomes of tokens."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet

from core.api.oauth import key_rotation
from core.api.oauth.key_rotation import KeyTimes
from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.openers import id_tokens
from tests.webapp.api.oauth import flows
from tests.webapp.api.oauth.applications import add, call
from tests.webapp.senders import Sender

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_discovery_says_what_the_standards_ask_for(app: Flask) -> None:
    browser = app.test_client()
    found = browser.get("/.well-known/openid-configuration")
    same = browser.get("/.well-known/oauth-authorization-server")

    # Authlib asks for https, which a test has not.
    secure = {n: _secure(v) for n, v in found.json.items()}
    OpenIDProviderMetadata(secure).validate()
    AuthorizationServerMetadata(secure).validate()
    assert found.json == same.json
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    for name, address in found.json.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            path = address.removeprefix(found.json["issuer"])
            assert browser.options(path).status_code in (200, 204), name


def _secure(value: Any) -> Any:
    return value.replace("http://", "https://") if isinstance(value, str) else value


def test_an_id_token_says_who_allowed_it(app: Flask, sender: Sender) -> None:
    made, member = add(sender.member), sender.member
    token = flows.tokens(
        app, sender, made, scope="openid profile email envelopes:read", nonce="n-1"
    )
    keys = KeySet.import_key_set(app.test_client().get("/oauth/jwks").json)

    read = jwt.decode(token["id_token"], keys, algorithms=["RS256"])

    issuer = app.test_client().get("/.well-known/openid-configuration").json["issuer"]
    claims = CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "value": str(made.client.id)},
        },
        {"nonce": "n-1", "client_id": str(made.client.id), "access_token": token["access_token"]},
    )
    claims.validate()
    assert (claims["sub"], claims["name"]) == (str(member.person_id), member.name)
    assert (claims["email"], claims["organization_id"]) == (
        member.email,
        str(member.organization.id),
    )
    assert abs(claims["auth_time"] - datetime.now(UTC).timestamp()) < 600
    assert not any("d" in key for key in app.test_client().get("/oauth/jwks").json["keys"])


def test_without_openid_no_one_is_told_who_it_is(app: Flask, sender: Sender) -> None:
    token = flows.tokens(app, sender, add(sender.member))

    answer = call(app, token["access_token"], "/oauth/userinfo")

    assert "id_token" not in token
    assert (answer.status_code, answer.json["error"]) == (403, "insufficient_scope")


def test_userinfo_says_what_was_asked_for(app: Flask, sender: Sender) -> None:
    member = sender.member
    token = flows.tokens(app, sender, add(member), scope="openid email")["access_token"]

    answer = call(app, token, "/oauth/userinfo")

    assert answer.json == {
        "sub": str(member.person_id),
        "email": member.email,
        "email_verified": True,
        "organization_id": str(member.organization.id),
    }
    for wrong in (f"{token[:-1]}x", "", "x y"):
        refused = call(app, wrong, "/oauth/userinfo")
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    assert call(app, token).status_code == 403  # nothing of the API was allowed


def test_a_client_revokes_its_tokens_and_no_others(app: Flask, sender: Sender) -> None:
    made, other = add(sender.member), add(sender.member)
    token = flows.tokens(app, sender, made)

    def revoke(who: Any, what: str) -> int:
        form = {"client_id": str(who.client.id), "client_secret": who.secret, "token": what}
        return app.test_client().post("/oauth/revoke", data=form).status_code

    assert revoke(other, token["refresh_token"]) == revoke(other, token["access_token"]) == 200
    assert call(app, token["access_token"]).status_code == 200
    assert revoke(made, token["access_token"]) == 200
    assert call(app, token["access_token"]).status_code == 401
    renewed = flows.refresh(app, made, token["refresh_token"]).json
    assert revoke(made, renewed["refresh_token"]) == 200
    assert call(app, renewed["access_token"]).status_code == 401
    assert flows.refresh(app, made, renewed["refresh_token"]).status_code == 400
    assert revoke(made, "anything") == 200


def test_a_client_looks_into_its_own_tokens(app: Flask, sender: Sender) -> None:
    made, other, public = add(sender.member), add(sender.member), add(sender.member, kind="public")
    token = flows.tokens(app, sender, made)

    def look(who: Any, what: str) -> Any:
        form = {"client_id": str(who.client.id), "token": what}
        form |= {"client_secret": who.secret} if who.secret else {}
        return app.test_client().post("/oauth/introspect", data=form).json

    told = flows.tokens(app, sender, made, scope="email")["access_token"]

    found = look(made, token["access_token"])

    assert found["active"] is True
    assert (found["scope"], "username" in found) == ("envelopes:read", False)
    assert look(made, told)["username"] == sender.member.email
    assert found["exp"] - found["iat"] == 900
    assert look(made, token["refresh_token"])["active"] is True
    assert look(other, token["access_token"]) == {"active": False}
    assert look(other, token["refresh_token"]) == {"active": False}
    assert look(made, "cso_" + "x" * 43) == {"active": False}
    assert look(public, token["access_token"])["error"] == "invalid_client"


def test_keys_are_published_before_they_sign_and_after() -> None:
    first = KeyTimes(UUID(int=1), START, START)
    due = START + key_rotation.ROTATED_EVERY
    second = KeyTimes(UUID(int=2), due, due + key_rotation.ANNOUNCED)

    assert key_rotation.next_signs_from([], START) == START
    assert key_rotation.next_signs_from([first], due - timedelta(days=1)) is None
    assert key_rotation.next_signs_from([first], due) == second.signs_from
    assert key_rotation.next_signs_from([first, second], due) is None
    assert key_rotation.signing([first, second], due) == first.id
    assert key_rotation.signing([first, second], second.signs_from) == second.id
    kept = second.signs_from + key_rotation.KEPT
    assert key_rotation.outlived([first, second], kept - timedelta(hours=1)) == []
    assert key_rotation.outlived([first, second], kept) == [first.id]


def test_the_installations_keys_are_rotated_with_overlap(installation: Installation) -> None:
    now = datetime.now(UTC)
    before = id_tokens.key_set(installation, now)["keys"]
    later = now + key_rotation.ROTATED_EVERY + timedelta(days=1)

    overlapping = id_tokens.key_set(installation, later)["keys"]

    kids = {key["kid"] for key in overlapping}
    assert {before[0]["kid"]} < kids
    with installation.platform.transaction(SYSTEM) as tx:
        new = kids - {key["kid"] for key in before}
        tx.oauth_signing_keys.delete([UUID(kid) for kid in new])
